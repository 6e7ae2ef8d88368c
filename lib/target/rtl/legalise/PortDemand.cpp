#include "target/rtl/legalise/PortDemand.h"

#include "analysis/BankChoice.h"
#include "ir/AlloDialect.h"

#include "mlir/IR/BuiltinTypes.h"

#include <map>

using namespace mlir;

namespace allo::target::rtl::legal {
namespace {

constexpr size_t mostBanks = 64; // of one access that are told apart

std::vector<analysis::DimensionCut> cutsOf(MemRefType type) {
  std::vector<analysis::DimensionCut> cuts(type.getRank());
  auto memory = dyn_cast_or_null<ir::MemoryAttr>(type.getMemorySpace());
  if (!memory)
    return cuts;
  for (auto [cut, partition, extent] : llvm::zip(cuts, memory.getPartitions(), type.getShape())) {
    int64_t factor = partition.getFactor();
    if (partition.getKind() == ir::PartitionKind::Complete)
      cut = {analysis::DimensionCut::complete, extent, 1};
    else if (partition.getKind() == ir::PartitionKind::Cyclic)
      cut = {analysis::DimensionCut::cyclic, factor, (extent + factor - 1) / factor};
    else if (partition.getKind() == ir::PartitionKind::Block)
      cut = {analysis::DimensionCut::block, factor, (extent + factor - 1) / factor};
  }
  return cuts;
}

} // namespace

size_t portDemand(ArrayRef<const analysis::Access *> accesses) {
  std::vector<analysis::Access> copies;
  for (const analysis::Access *access : accesses)
    copies.push_back(*access);
  std::vector<analysis::DimensionCut> cuts = cutsOf(cast<MemRefType>(copies.front().memory.getType()));
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
