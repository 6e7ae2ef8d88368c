#include "target/rtl/legalise/PortDemand.h"

#include "analysis/PortUse.h"

#include "mlir/IR/BuiltinTypes.h"

#include <map>

using namespace mlir;

namespace allo::target::rtl::legal {
namespace {

constexpr size_t mostBanks = 64; // of one access that are told apart

} // namespace

size_t portDemand(ArrayRef<const analysis::Access *> accesses) {
  std::vector<analysis::Access> copies;
  for (const analysis::Access *access : accesses)
    copies.push_back(*access);
  std::vector<analysis::DimensionCut> cuts = analysis::cutsOf(cast<MemRefType>(copies.front().memory.getType()));
  analysis::BankChoice choice(copies, cuts);
  size_t everywhere = 0, most = 0;
  std::map<int64_t, size_t> demand;
  for (unsigned access = 0; access < copies.size(); ++access) {
    std::vector<int64_t> banks{0};
    for (auto [cut, parts] : llvm::zip_equal(cuts, choice.partsOf(access))) {
      std::vector<int64_t> next;
      for (int64_t bank : banks)
        for (int64_t part : parts)
          next.push_back(bank * cut.parts + part);
      banks = std::move(next);
      if (banks.size() > mostBanks)
        break;
    }
    if (banks.size() > mostBanks)
      ++everywhere;
    else
      for (int64_t bank : banks)
        most = std::max(most, ++demand[bank]);
  }
  return most + everywhere;
}

} // namespace allo::target::rtl::legal
