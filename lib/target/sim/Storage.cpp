#include "target/sim/Storage.h"

#include "llvm/Support/MathExtras.h"

#include <cstring>

namespace allo::target::sim {

using rtl::Child;
using rtl::Function;
using rtl::Graph;
using rtl::Memory;

namespace {
constexpr int64_t alignment = 64;

bool isOwn(const Memory &memory) { return !memory.isParameter && memory.contents.empty(); }

// Hardware names `count` things with at least one bit.
int64_t namedBy(int64_t count) { return std::max<int64_t>(2, static_cast<int64_t>(llvm::PowerOf2Ceil(count))); }
} // namespace

unsigned bytesOf(unsigned width) {
  return width <= 64 ? static_cast<unsigned>(llvm::PowerOf2Ceil((width + 7) / 8)) : 8 * wordsOf(width);
}

int64_t bytesOf(const Memory &memory) {
  int64_t depth = memory.bankDepth(), banks = memory.bankCount() == 1 ? 1 : namedBy(memory.bankCount());
  int64_t elements = elementAt(depth, banks - 1, namedBy(depth));
  return llvm::alignTo(elements * bytesOf(memory.width), alignment);
}

std::vector<Frame> framesOf(const Graph &graph) {
  std::vector<Frame> frames;
  for (const Function &function : graph.functions) {
    Frame frame;
    for (const Memory &memory : function.memories) {
      frame.memories.push_back(isOwn(memory) ? frame.bytes : -1);
      frame.bytes += isOwn(memory) ? bytesOf(memory) : 0;
    }
    for (const rtl::Stream &stream : function.streams) {
      int64_t table = llvm::alignTo(namedBy(stream.count()) * int64_t(sizeof(void *)), alignment);
      frame.streams.push_back(stream.isParameter ? -1 : frame.bytes);
      frame.bytes += stream.isParameter ? 0 : table;
    }
    for (const Child &child : function.children)
      if (child.kind == Child::call && frame.instances.try_emplace(child.unit, frame.bytes).second)
        frame.bytes += frames[child.callee].bytes;
    frames.push_back(std::move(frame));
  }
  return frames;
}

void writeElement(char *to, const llvm::APInt &value) {
  std::memcpy(to, value.getRawData(), bytesOf(value.getBitWidth()));
}

void initialise(const Graph &graph, const std::vector<Frame> &frames, unsigned number, char *frame,
                llvm::function_ref<void *(const rtl::Stream &, unsigned)> makeFifo) {
  const Function &function = graph.functions[number];
  for (rtl::MemoryId id = 0; id < function.memories.size(); ++id) {
    const Memory &memory = function.memories[id];
    if (!isOwn(memory) || memory.initial.empty())
      continue;
    std::vector<int64_t> index(memory.dimensions.size(), 0);
    for (const llvm::APInt &value : memory.initial) {
      auto [bank, address] = memory.bankAndAddress(index);
      writeElement(frame + frames[number].memories[id] +
                       elementAt(memory.bankDepth(), bank, address) * bytesOf(memory.width),
                   value);
      for (size_t d = index.size(); d-- > 0 && ++index[d] == memory.dimensions[d].extent;)
        index[d] = 0;
    }
  }
  for (rtl::StreamId id = 0; id < function.streams.size(); ++id) {
    if (frames[number].streams[id] < 0)
      continue;
    auto **table = reinterpret_cast<void **>(frame + frames[number].streams[id]);
    int64_t count = function.streams[id].count();
    for (int64_t element = 0; element < namedBy(count); ++element)
      table[element] = element < count ? makeFifo(function.streams[id], static_cast<unsigned>(element))
                                       : table[0]; // where the choice is not looked at
  }
  std::map<int, unsigned> callees;
  for (const Child &child : function.children)
    if (child.kind == Child::call && callees.try_emplace(child.unit, child.callee).second)
      initialise(graph, frames, child.callee, frame + frames[number].instances.at(child.unit), makeFifo);
}

} // namespace allo::target::sim
