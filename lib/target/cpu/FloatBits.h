// The bits of floating numbers, kept from what LLVM believes of their signs.
#pragma once

namespace llvm {
class Module;
} // namespace llvm

namespace allo::target::cpu {

// LLVM 22 takes the sign of a product of two non-negative numbers for known where its bits are read, also where the
// product is 0 * infinity: a NaN, which x86 makes negative. Tests of the exponent lose their mask then, and miss it.
//   bitcast float %x to i32   ->   %zero ^ bitcast float %x to i32, %zero from a variable that LLVM knows nothing of
void hideFloatBits(llvm::Module &module);

} // namespace allo::target::cpu
