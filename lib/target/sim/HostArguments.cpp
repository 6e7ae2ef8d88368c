#include "target/sim/HostArguments.h"

#include "target/rtl/GraphQueries.h"
#include "target/sim/Compile.h"

#include "ir/CTypes.h"

#include <algorithm>
#include <cstring>

namespace allo::target::sim {

using namespace rtl;

namespace {
// Bits above the width are zero here.
void toDesign(char *to, size_t toBytes, const char *from, size_t fromBytes, unsigned width) {
  size_t used = std::min<size_t>({toBytes, fromBytes, (width + 7) / 8});
  std::memcpy(to, from, used);
  std::memset(to + used, 0, toBytes - used);
  if (width % 8 && width / 8 < used)
    to[width / 8] &= static_cast<char>((1 << width % 8) - 1);
}

// Bits above the width are those of the sign, as C++ wants them.
void toHost(char *to, size_t toBytes, const char *from, unsigned width, bool isSigned) {
  size_t used = std::min<size_t>((width + 7) / 8, toBytes);
  bool isNegative = isSigned && (from[(width - 1) / 8] >> (width - 1) % 8 & 1);
  std::memset(to, isNegative ? 0xff : 0, toBytes);
  std::memcpy(to, from, used);
  if (width % 8 && isNegative)
    to[width / 8] |= static_cast<char>(0xff << width % 8);
}

bool isWrittenOnHost(const Interface &interface, size_t slot) {
  if (slot >= interface.parameters.size())
    return true; // the result
  const InterfaceParameter &parameter = interface.parameters[slot];
  return parameter.kind == InterfaceParameter::structure
             ? parameter.by_reference
             : parameter.kind != InterfaceParameter::scalar && !parameter.is_const;
}
} // namespace

HostArguments::HostArguments(const Graph &graph, const Interface &interface)
    : top_(graph.top()), interface_(interface) {
  result_.resize(wordOfOutput(top_, static_cast<unsigned>(top_.outputs.size())));
  unsigned words = 0;
  std::vector<unsigned> wordOf; // by scalar argument
  for (const Argument &argument : top_.arguments) {
    wordOf.push_back(words);
    words += wordsOf(argument.width);
  }
  scalars_.resize(words);
  auto addOutput = [&](size_t slot, int64_t offset, int number) {
    const Function::Output &output = top_.outputs[static_cast<size_t>(number)];
    outputs_.push_back(
        {slot, offset, output.width, output.isSigned, wordOfOutput(top_, static_cast<unsigned>(number))});
  };
  for (size_t slot = 0; slot < graph.parameters.size(); ++slot) {
    const TopParameter &parameter = graph.parameters[slot];
    if (parameter.memory >= 0)
      addArray(slot, wholeArray(parameter.memory, interface.parameters[slot]));
    for (const TopParameter::MemberArray &member : parameter.members)
      addArray(slot, member);
    for (auto [offset, argument] : parameter.inputs) {
      const Argument &scalar = top_.arguments[static_cast<size_t>(argument)];
      inputs_.push_back({slot, offset, scalar.width, scalar.isSigned, wordOf[static_cast<size_t>(argument)]});
    }
    for (auto [offset, output] : parameter.outputs)
      addOutput(slot, offset, output);
  }
  if (graph.resultOutput >= 0)
    addOutput(interface.parameters.size(), 0, graph.resultOutput);

  std::sort(arrays_.begin(), arrays_.end(),
            [](const Array &left, const Array &right) { return left.host.memory < right.host.memory; });
  for (Array &array : arrays_)
    pointers_.push_back(array.storage.data());
  for (unsigned word : wordOf)
    pointers_.push_back(&scalars_[word]);
}

void HostArguments::addArray(size_t slot, TopParameter::MemberArray host) {
  const Memory &memory = top_.memories[static_cast<size_t>(host.memory)];
  arrays_.push_back({slot, &memory, std::move(host), isWrittenOnHost(interface_, slot),
                     std::vector<char>(static_cast<size_t>(bytesOf(memory)) + 64)});
}

void HostArguments::copy(Array &array, char *host, bool isTaken) {
  const Memory &memory = *array.memory;
  unsigned bytes = bytesOf(memory.width);
  size_t hostBytes = static_cast<size_t>(array.host.elementBytes);
  char *base = host + array.host.offset;
  size_t dimensions = memory.dimensions.size();
  // Of one bank, element beside element: the same memory.
  int64_t stride = bytes;
  bool isSame = memory.width % 8 == 0 && memory.width == 8 * bytes && hostBytes == bytes;
  for (size_t d = dimensions; d-- > 0; stride *= memory.dimensions[d].extent)
    isSame &= memory.dimensions[d].banks == 1 && array.host.strides[d] == stride;
  if (isSame) {
    isTaken ? std::memcpy(array.storage.data(), base, static_cast<size_t>(stride))
            : std::memcpy(base, array.storage.data(), static_cast<size_t>(stride));
    return;
  }
  int64_t count = 1, depth = memory.bankDepth();
  for (const MemoryDimension &dimension : memory.dimensions)
    count *= dimension.extent;
  llvm::SmallVector<int64_t> index(dimensions, 0);
  for (int64_t element = 0; element < count; ++element) {
    int64_t byte = 0;
    for (size_t d = 0; d < dimensions; ++d)
      byte += index[d] * array.host.strides[d];
    auto [bank, address] = memory.bankAndAddress(index);
    char *own = array.storage.data() + elementAt(depth, bank, address) * bytes;
    if (isTaken)
      toDesign(own, bytes, base + byte, hostBytes, memory.width);
    else
      toHost(base + byte, hostBytes, own, memory.width, array.host.isSigned);
    for (size_t d = dimensions; d-- > 0 && ++index[d] == memory.dimensions[d].extent;)
      index[d] = 0;
  }
}

void HostArguments::take(void *const *arguments) {
  for (Array &array : arrays_)
    if (array.slot < interface_.parameters.size())
      copy(array, static_cast<char *>(arguments[array.slot]), true);
  for (const Scalar &scalar : inputs_)
    toDesign(reinterpret_cast<char *>(&scalars_[scalar.word]), 8 * wordsOf(scalar.width),
             static_cast<const char *>(arguments[scalar.slot]) + scalar.offset, ir::byteSizeOfInteger(scalar.width),
             scalar.width);
}

void HostArguments::give(void *const *arguments, void *result) {
  auto host = [&](size_t slot) {
    return static_cast<char *>(slot < interface_.parameters.size() ? arguments[slot] : result);
  };
  for (Array &array : arrays_)
    if (array.isWritten && host(array.slot))
      copy(array, host(array.slot), false);
  for (const Scalar &scalar : outputs_)
    if (host(scalar.slot))
      toHost(host(scalar.slot) + scalar.offset, ir::byteSizeOfInteger(scalar.width),
             reinterpret_cast<const char *>(&result_[scalar.word]), scalar.width, scalar.isSigned);
}

} // namespace allo::target::sim
