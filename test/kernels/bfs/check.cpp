// Against relaxation of all edges until nothing changes.
#include "kernel.cpp"

int main() {
  row_t rows[NODES];
  edge_t edges[EDGES];
  node_id source;
  visit_t visits[NODES];
  int expected[NODES];
  uint16_t counts[LEVELS];
  fill(rows, edges, &source);
  for (int &one : expected)
    one = 1000;
  expected[source] = 0;
  for (int round = 0; round < NODES; round++)
    for (int n = 0; n < NODES; n++)
      for (int e = rows[n].first; e < rows[n].end; e++)
        if (expected[edges[e].to] > expected[n] + 1)
          expected[edges[e].to] = expected[n] + 1;
  int visited = bfs(rows, edges, source, visits, counts), sum = 0;
  for (int n = 0; n < NODES; n++) {
    if (visits[n].level != (expected[n] == 1000 ? UNSEEN : expected[n]))
      return 1;
    if (visits[n].level > 0 && visits[visits[n].parent].level != visits[n].level - 1)
      return 2;
  }
  for (int count : counts)
    sum += count;
  return visited != 60 || sum != 60;
}
