// A table that several places fetch, of which none comes before the loop that buffers it.
// top: inlined_table
// step: inline scaled
// step: buffer_at scaled.table#1 axis=j
// step: buffer_at table axis=i
static const signed char table[5] = {95, 47, 87, 12, 4};
static int scaled(int a) {
  return a * table[3] + (a >> (table[1] & 7));
}
void inlined_table(int C[2][7]) {
  for (int i = 0; i < 2; ++i)
    C[table[i] & 1][i + 1] += scaled(table[i + 1]);
  for (int j = 0; j < 5; ++j)
    C[0][j] = scaled(j - 2);
}
