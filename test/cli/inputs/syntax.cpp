void f(int A[4]) { A[0] = ; }
