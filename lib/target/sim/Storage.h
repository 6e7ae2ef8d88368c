// Where the simulated design keeps its arrays: elements of whole bytes, bank after bank, and padded so that every
// address and bank number of the widths that hardware has for them stays inside.
#pragma once

#include "target/rtl/Graph.h"

#include "llvm/ADT/STLFunctionalExtras.h"

#include <map>

namespace allo::target::sim {

// Words of 64 bits that hold so many.
inline unsigned wordsOf(unsigned width) { return (width + 63) / 64; }

// Bytes of an element or scalar of `width` bits: a power of two up to 8, whole words beyond.
unsigned bytesOf(unsigned width);

// Bytes of all banks of a memory.
int64_t bytesOf(const rtl::Memory &memory);

// Element number in the storage of a memory.
inline int64_t elementAt(int64_t bankDepth, int64_t bank, int64_t address) { return bank * bankDepth + address; }

// The memory that one instance of a function needs: its own arrays, tables of the FIFOs of its own streams, and the
// instances that it calls.
struct Frame {
  std::vector<int64_t> memories;    // offset in bytes by MemoryId; -1: a parameter or a constant table
  std::vector<int64_t> streams;     // of the table, by StreamId; -1: a parameter
  std::map<int, int64_t> instances; // by Child::unit
  int64_t bytes = 0;
};

// Of every function of a graph.
std::vector<Frame> framesOf(const rtl::Graph &graph);

// Fills in what a reset sets, in a frame of the top that is zero. `makeFifo` makes element number `element` of a
// stream; its address goes into the table of the stream.
void initialise(const rtl::Graph &graph, const std::vector<Frame> &frames, unsigned function, char *frame,
                llvm::function_ref<void *(const rtl::Stream &stream, unsigned element)> makeFifo);

// Writes the low `bytesOf(width)` bytes.
void writeElement(char *to, const llvm::APInt &value);

} // namespace allo::target::sim
