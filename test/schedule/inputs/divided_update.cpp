// The least of several values, by a condition that reads it: the iterations after one need what it stored.
void least(const int a[4], unsigned b[1]) {
  unsigned smallest = 1;
  for (int k = 0; k < 4; ++k)
    smallest = 18 + a[k] < smallest ? (unsigned)(18 + a[k]) : smallest;
  b[0] = smallest;
}
