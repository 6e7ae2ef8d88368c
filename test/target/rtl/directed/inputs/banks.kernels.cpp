// Memories: banks of every kind in one to three dimensions, with conflicts and without, and the kinds of storage.

//: case line
//: step pipeline i
//: loop line:i: II 1 of 1
//: loop line:k: no II
//: memory in: port, 1 x 24 x 32
//: memory out: port, 1 x 24 x 32
//: memory a: LUT RAM, 1 x 24 x 32
//: run: 147
void line(const int in[24], int out[24]) {
  int a[24];
  for (int i = 0; i < 24; ++i)
    a[i] = in[i] + 1;
  for (int k = 0; k < 24; ++k)
    out[k] = a[23 - k] * in[k];
}

//: case line.cyclic
//: step partition a dim=1 kind=cyclic factor=4
//: step partition in dim=1 kind=cyclic factor=2
//: step pipeline i
//: step unroll k factor=4
//: loop line:i: II 1 of 1
//: loop line:k: no II
//: memory in: port, 2 x 12 x 32
//: memory out: port, 1 x 24 x 32
//: memory a: LUT RAM, 4 x 6 x 32
//: run: 63

//: case line.block
//: step partition a dim=1 kind=block factor=3
//: step partition out dim=1 kind=block factor=3
//: step pipeline i
//: step pipeline k
//: loop line:i: II 1 of 1
//: loop line:k: II 1 of 1
//: memory in: port, 1 x 24 x 32
//: memory out: port, 3 x 8 x 32
//: memory a: LUT RAM, 3 x 8 x 32
//: run: 55

//: case line.complete
//: step partition a dim=1 kind=complete
//: step pipeline i
//: step pipeline k
//: loop line:i: II 1 of 1
//: loop line:k: II 1 of 1
//: memory in: port, 1 x 24 x 32
//: memory out: port, 1 x 24 x 32
//: memory a: registers, 24 x 1 x 32
//: run: 55

//: case line.unrolled
//: step partition a dim=1 kind=complete
//: step unroll i
//: step unroll k
//: memory in: port, 1 x 24 x 32
//: memory out: port, 1 x 24 x 32
//: run: 22

//: case odd
//: step partition a dim=1 kind=cyclic factor=4
//: step partition in dim=1 kind=block factor=4
//: step partition out dim=1 kind=cyclic factor=5
//: step pipeline i
//: loop odd:i: II 1 of 1
//: loop odd:k: no II
//: memory in: port, 4 x 4 x 16
//: memory out: port, 5 x 3 x 16
//: memory a: LUT RAM, 4 x 4 x 16
//: run: 81
void odd(const short in[13], short out[13]) {
  short a[13];
  for (int i = 0; i < 13; ++i)
    a[i] = in[12 - i];
  for (int k = 0; k < 13; ++k)
    out[k] = (short)(a[k] + a[(k * 5) % 13]);
}

//: case odd.block
//: step partition a dim=1 kind=block factor=4
//: step pipeline i
//: step pipeline k
//: loop odd:i: II 1 of 1
//: loop odd:k: II 1 of 1
//: run: 32

//: case plane
//: step partition a dim=2 kind=cyclic factor=2
//: step pipeline j
//: loop plane:i/j: II 1 of 1
//: loop plane:p: no II
//: loop plane:p/q: no II
//: memory in: port, 1 x 60 x 32
//: memory out: port, 1 x 60 x 32
//: memory a: LUT RAM, 2 x 30 x 32
//: run: 309
void plane(const int in[6][10], int out[6][10]) {
  int a[6][10];
  for (int i = 0; i < 6; ++i)
    for (int j = 0; j < 10; ++j)
      a[i][j] = in[i][j] - 3;
  for (int p = 0; p < 6; ++p)
    for (int q = 0; q < 8; ++q)
      out[p][q] = a[p][q] + a[p][q + 1] + a[p][q + 2] + a[5 - p][q];
}

//: case plane.both
//: step partition a dim=1 kind=block factor=2
//: step partition a dim=2 kind=cyclic factor=3
//: step pipeline j
//: step pipeline q
//: loop plane:i/j: II 1 of 1
//: loop plane:p/q: II 1 of 1
//: memory in: port, 1 x 60 x 32
//: memory out: port, 1 x 60 x 32
//: memory a: LUT RAM, 6 x 12 x 32
//: run: 116

//: case plane.columns
//: step partition a dim=2 kind=complete
//: step partition in dim=1 kind=cyclic factor=4
//: step pipeline j
//: step pipeline q
//: loop plane:i/j: II 1 of 1
//: loop plane:p/q: II 1 of 1
//: memory in: port, 4 x 20 x 32
//: memory out: port, 1 x 60 x 32
//: memory a: LUT RAM, 10 x 6 x 32, 2 copies
//: run: 115

//: case plane.registers
//: step partition a dim=0 kind=complete
//: step pipeline j
//: step pipeline q
//: loop plane:i/j: II 1 of 1
//: loop plane:p/q: II 1 of 1
//: memory in: port, 1 x 60 x 32
//: memory out: port, 1 x 60 x 32
//: memory a: registers, 60 x 1 x 32
//: run: 114

//: case cube
//: step partition a dim=1 kind=complete
//: step partition a dim=2 kind=cyclic factor=2
//: step partition a dim=3 kind=block factor=3
//: step pipeline k
//: step pipeline z
//: loop cube:i/j/k: II 1 of 1
//: loop cube:x/y/z: II 1 of 1
//: memory in: port, 1 x 105 x 32
//: memory out: port, 1 x 105 x 32
//: memory a: LUT RAM, 18 x 9 x 32, 3 copies
//: run: 218
void cube(const int in[3][5][7], int out[3][5][7]) {
  int a[3][5][7];
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 5; ++j)
      for (int k = 0; k < 7; ++k)
        a[i][j][k] = in[i][j][k] ^ (i + j + k);
  for (int x = 0; x < 3; ++x)
    for (int y = 0; y < 5; ++y)
      for (int z = 0; z < 7; ++z)
        out[x][y][z] = a[2 - x][y][z] + a[x][4 - y][z] + a[x][y][6 - z];
}

//: case cube.ports
//: step partition in dim=1 kind=complete
//: step partition in dim=3 kind=cyclic factor=4
//: step partition out dim=2 kind=block factor=2
//: step partition out dim=3 kind=complete
//: step pipeline k
//: step pipeline z
//: loop cube:i/j/k: II 1 of 1
//: loop cube:x/y/z: II 1 of 1
//: memory in: port, 12 x 10 x 32
//: memory out: port, 14 x 9 x 32
//: memory a: block RAM, 1 x 105 x 32, 3 copies
//: run: 217

//: case data_bank
//: step partition a dim=1 kind=cyclic factor=4
//: step pipeline i
//: step pipeline k
//: loop data_bank:z: no II
//: loop data_bank:i: II 1 of 1
//: loop data_bank:k: II 1 of 1
//: memory index: port, 1 x 20 x 8
//: memory in: port, 1 x 20 x 32
//: memory out: port, 1 x 20 x 32
//: memory a: LUT RAM, 4 x 4 x 32, 2 copies
//: run: 63
void data_bank(const unsigned char index[20], const int in[20], int out[20]) {
  int a[16];
  for (int z = 0; z < 16; ++z)
    a[z] = z;
  for (int i = 0; i < 20; ++i)
    a[index[i] & 15] = in[i];
  for (int k = 0; k < 20; ++k)
    out[k] = a[(index[k] * 7) & 15] + a[index[k] & 3];
}

//: case data_bank.block
//: step partition a dim=1 kind=block factor=4
//: step partition out dim=1 kind=block factor=3
//: step pipeline i
//: step pipeline k
//: loop data_bank:z: no II
//: loop data_bank:i: II 1 of 1
//: loop data_bank:k: II 1 of 1
//: run: 63

//: case data_bank.complete
//: step partition a dim=1 kind=complete
//: step partition in dim=1 kind=complete
//: step pipeline i
//: step pipeline k
//: loop data_bank:z: no II
//: loop data_bank:i: II 1 of 1
//: loop data_bank:k: II 1 of 1
//: run: 62

//: case one_element
//: memory a: port, 1 x 1 x 32
//: memory b: port, 1 x 1 x 32
//: memory c: port, 1 x 3 x 32
//: run: 15
void one_element(int a[1], const int b[1], int c[3]) {
  int t[1];
  t[0] = b[0] + a[0];
  for (int i = 0; i < 3; ++i)
    c[i] += t[0] * i;
  a[0] = c[2];
}

//: case one_element.complete
//: step partition a dim=1 kind=complete
//: step partition t dim=1 kind=complete
//: step partition c dim=1 kind=complete
//: memory a: port, 1 x 1 x 32
//: memory b: port, 1 x 1 x 32
//: memory c: port, 3 x 1 x 32
//: run: 14

//: case storage
//: step partition tiny dim=1 kind=complete
//: step pipeline i
//: memory in: port, 1 x 64 x 32
//: memory out: port, 1 x 64 x 32
//: memory tiny: registers, 4 x 1 x 32
//: memory small_s: LUT RAM, 1 x 32 x 32
//: memory medium_s: block RAM, 1 x 1024 x 32
//: run: 259
void storage(const int in[64], int out[64]) {
  int tiny[4], small[32];
  int medium[1024];
  for (int i = 0; i < 64; ++i) {
    tiny[i & 3] = in[i];
    small[i & 31] = in[i] * 3;
    medium[i * 16] = in[i] - 1;
  }
  for (int k = 0; k < 64; ++k)
    out[k] = tiny[k & 3] + small[k & 31] + medium[k * 16];
}

//: case large
//: memory in: port, 1 x 16 x 64
//: memory out: port, 1 x 16 x 64
//: memory a: ultra RAM, 1 x 65536 x 64
//: run: 81
void large(const long in[16], long out[16]) {
  long a[65536];
  for (int i = 0; i < 16; ++i)
    a[i * 4096] = in[i];
  for (int k = 0; k < 16; ++k)
    out[k] = a[k * 4096] + 1;
}

const int squares[16] = {0, 1, 4, 9, 16, 25, 36, 49, 64, 81, 100, 121, 144, 169, 196, 225};

//: case rom
//: step pipeline i
//: loop rom:i: II 1 of 1
//: memory in: port, 1 x 20 x 8
//: memory out: port, 1 x 20 x 32
//: memory squares: ROM in LUT RAM, 1 x 16 x 32, 2 copies
//: memory cubes: ROM in LUT RAM, 1 x 8 x 16
//: run: 24
void rom(const unsigned char in[20], int out[20]) {
  const short cubes[8] = {0, 1, 8, 27, 64, 125, 216, -343};
  for (int i = 0; i < 20; ++i)
    out[i] = squares[in[i] & 15] - cubes[in[i] & 7] + squares[i & 7];
}

//: case rom.banks
//: step partition cubes dim=1 kind=cyclic factor=4
//: step pipeline i
//: loop rom:i: II 1 of 1
//: memory in: port, 1 x 20 x 8
//: memory out: port, 1 x 20 x 32
//: memory squares: ROM in LUT RAM, 1 x 16 x 32, 2 copies
//: memory cubes: ROM in LUT RAM, 4 x 2 x 16
//: run: 25

//: case rom.complete
//: step partition cubes dim=1 kind=complete
//: step pipeline i
//: loop rom:i: II 1 of 1
//: memory in: port, 1 x 20 x 8
//: memory out: port, 1 x 20 x 32
//: memory squares: ROM in LUT RAM, 1 x 16 x 32, 2 copies
//: memory cubes: ROM in registers, 8 x 1 x 16
//: run: 24

//: case copies
//: step pipeline k
//: step pipeline i
//: loop copies:i: II 1 of 1
//: loop copies:k: II 1 of 1
//: memory in: port, 1 x 16 x 32
//: memory index: port, 1 x 40 x 8
//: memory out: port, 1 x 40 x 32
//: memory a: LUT RAM, 1 x 16 x 32, 4 copies
//: run: 64
void copies(const int in[16], const unsigned char index[40], int out[40]) {
  int a[16];
  for (int i = 0; i < 16; ++i)
    a[i] = in[i] + i;
  for (int k = 0; k < 40; ++k) {
    int n = index[k];
    out[k] = a[n & 15] + a[(n + 3) & 15] + a[(n + 7) & 15] + a[(n >> 2) & 15];
  }
}

//: case narrow
//: step partition flags dim=1 kind=cyclic factor=2
//: step pipeline i
//: memory in: port, 1 x 12 x 8
//: memory flags: port, 2 x 6 x 1
//: run: 17
int narrow(const unsigned char in[12], bool flags[12]) {
  int count = 0;
  for (int i = 0; i < 12; ++i) {
    flags[i] = flags[i] != (in[i] > 50);
    count += flags[i];
  }
  return count;
}

//: case swap
//: step partition a dim=1 kind=complete
//: step unroll i
//: run: 1
void swap(int a[8]) {
  for (int i = 0; i < 4; ++i) {
    int t = a[i];
    a[i] = a[7 - i];
    a[7 - i] = t;
  }
}
