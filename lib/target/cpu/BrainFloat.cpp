#include "target/cpu/BrainFloat.h"

#include "llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h"

#include <bit>
#include <cstdint>

namespace allo::target::cpu {

namespace {
// To nearest, ties to even. What bfloat16 holds keeps its bits, NaNs included; another NaN becomes quiet.
__bf16 fromFloat(float value) {
  uint32_t bits = std::bit_cast<uint32_t>(value), kept = bits >> 16;
  if ((bits & 0xffff) != 0)
    kept = value != value ? kept | 0x40 : (bits + 0x7fff + (kept & 1)) >> 16;
  return std::bit_cast<__bf16>(static_cast<uint16_t>(kept));
}
} // namespace

std::map<std::string, void *> brainFloatFunctions() { return {{"__truncsfbf2", reinterpret_cast<void *>(&fromFloat)}}; }

void withoutBrainFloatInstructions(llvm::orc::JITTargetMachineBuilder &host) {
  if (host.getTargetTriple().isX86())
    host.addFeatures({"-avx512bf16", "-avxneconvert"});
}

} // namespace allo::target::cpu
