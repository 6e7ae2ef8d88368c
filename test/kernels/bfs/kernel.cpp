// DEFINE: %{run} = allo run %s --top bfs --init fill --target
// RUN: %native %S/check.cpp -o %t && %t
// RUN: %{run} cpu | FileCheck %s
// RUN: %{run} cpu --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} hls | FileCheck %s
// RUN: %{run} hls --schedule %S/schedule.allo | FileCheck %s
// RUN: %{run} rtl | FileCheck %s
// RUN: %{run} rtl --schedule %S/schedule.allo | FileCheck %s
// CHECK: equal to the native kernel

// Breadth-first search with a queue: the distance of every node from a source, and the tree of the ways there.
#include <stdint.h>

#define NODES 64
#define EDGES 256
#define LEVELS 12
#define UNSEEN ((level_t) - 1)

typedef uint8_t node_id;
typedef int8_t level_t;

struct row_t {
  uint16_t first, end; // of its edges
};
struct edge_t {
  node_id to;
  uint8_t weight; // of no use here
};
struct visit_t {
  level_t level;
  node_id parent;
};

// A ring that holds up to NODES - 1 nodes.
struct queue_t {
  node_id ring[NODES];
  uint8_t head, tail;
};
#define EMPTY(q) ((q).head == (q).tail)
#define PUSH(q, node)                                                                                                  \
  do {                                                                                                                 \
    (q).ring[(q).tail] = (node);                                                                                       \
    (q).tail = (uint8_t)(((q).tail + 1) % NODES);                                                                      \
  } while (0)

static node_id pop(queue_t &q) {
  node_id node = q.ring[q.head++];
  if (q.head == NODES)
    q.head = 0;
  return node;
}

int bfs(const row_t rows[NODES], const edge_t edges[EDGES], node_id source, visit_t visits[NODES],
        uint16_t nodes_in_level[LEVELS]) {
  queue_t queue;
  int visited = 1;
  queue.head = queue.tail = 0;

clear_nodes:
  for (node_id n = 0; n < NODES; n++) {
    visits[n].level = UNSEEN;
    visits[n].parent = n;
  }
clear_levels:
  for (int l = 0; l < LEVELS; l++)
    nodes_in_level[l] = 0;

  visits[source].level = 0;
  nodes_in_level[0] = 1;
  PUSH(queue, source);

nodes:
  while (!EMPTY(queue)) {
    node_id node = pop(queue);
    const row_t row = rows[node];
    level_t next = visits[node].level + 1;
  neighbours:
    for (uint16_t e = row.first; e < row.end; e++) {
#pragma HLS loop_tripcount min = 0 max = 4
      node_id to = edges[e].to;
      if (visits[to].level != UNSEEN)
        continue;
      visits[to].level = next;
      visits[to].parent = node;
      nodes_in_level[next]++;
      visited++;
      PUSH(queue, to);
    }
  }
  return visited;
}

// A ring over 60 of the nodes with random edges among them; the others are not reached.
void fill(row_t rows[NODES], edge_t edges[EDGES], node_id *source) {
  unsigned state = 3;
  for (int i = 0; i < NODES; i++) {
    rows[i].first = 4 * i;
    rows[i].end = 4 * i + 1 + i % 4;
    for (int j = 0; j < 4; j++) {
      edges[4 * i + j].to = ((state = state * 1664525u + 1013904223u) >> 16) % 60;
      edges[4 * i + j].weight = j;
    }
    edges[4 * i].to = (i + 1) % 60;
  }
  *source = 17;
}
