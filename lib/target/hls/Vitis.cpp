// Vitis HLS: `#pragma HLS …` and the tcl of the classic flow.
#include "target/hls/Spellings.h"

#include "llvm/ADT/STLExtras.h"

#include <cstdio>

namespace allo::target::hls {

namespace {
// How each storage kind is asked for; kinds without a text are the tool's choice or are not on chip.
const char *storageText(ir::StorageKind kind) {
  switch (kind) {
  case ir::StorageKind::LUTRAM:
    return "type=ram_2p impl=lutram";
  case ir::StorageKind::BRAM:
    return "type=ram_2p impl=bram";
  case ir::StorageKind::URAM:
    return "type=ram_2p impl=uram";
  case ir::StorageKind::Auto:
  case ir::StorageKind::Register:
  case ir::StorageKind::HBM:
    return nullptr;
  }
  return nullptr;
}

std::string partitionText(const model::ArrayPartition &partition) {
  std::string text = std::string("#pragma HLS ") + (partition.isReshape ? "array_reshape" : "array_partition") +
                     " variable=" + partition.variable + " dim=" + std::to_string(partition.dimension) +
                     " type=" + ir::stringifyPartitionKind(partition.kind).str();
  if (partition.kind == ir::PartitionKind::Block || partition.kind == ir::PartitionKind::Cyclic)
    text += " factor=" + std::to_string(partition.factor);
  return text;
}

std::string storagePragma(const model::BindStorage &binding) {
  if (binding.kind == ir::StorageKind::Register)
    return "#pragma HLS array_partition variable=" + binding.variable + " dim=0 type=complete";
  const char *text = storageText(binding.kind);
  return text ? "#pragma HLS bind_storage variable=" + binding.variable + " " + text : "";
}

std::string recordedText(const model::Recorded &recorded) {
  std::string text = "#pragma HLS " + recorded.word;
  if (!recorded.variable.empty())
    text += (recorded.word == "interface" ? " port=" : " variable=") + recorded.variable;
  return text + (recorded.options.empty() ? "" : " " + recorded.options);
}

std::string pragmaText(const model::Pragma &pragma) {
  if (auto *pipeline = std::get_if<model::Pipeline>(&pragma))
    return "#pragma HLS pipeline II=" + std::to_string(pipeline->interval);
  if (auto *unroll = std::get_if<model::Unroll>(&pragma))
    return unroll->factor < 0 ? "#pragma HLS unroll" : "#pragma HLS unroll factor=" + std::to_string(unroll->factor);
  if (auto *partition = std::get_if<model::ArrayPartition>(&pragma))
    return partitionText(*partition);
  if (auto *recorded = std::get_if<model::Recorded>(&pragma))
    return recordedText(*recorded);
  return storagePragma(std::get<model::BindStorage>(pragma));
}

std::string scriptText(const std::string &top, const Options &options) {
  char clock[32];
  std::snprintf(clock, sizeof clock, "%g", options.clock_ns);
  std::string flags = llvm::join(compileFlags(), " ");
  return "# Synthesis with Vitis HLS: vitis_hls -f run_hls.tcl\n"
         "# For C simulation, add a test bench (add_files -tb) and run csim_design before csynth_design.\n"
         "open_project -reset project\n"
         "set_top " +
         top +
         "\n"
         "add_files kernel.cpp -cflags \"" +
         flags +
         "\"\n"
         "open_solution -reset solution -flow_target vivado\n"
         "set_part {" +
         options.part +
         "}\n"
         "create_clock -period " +
         clock +
         " -name default\n"
         "csynth_design\n"
         "exit\n";
}
} // namespace

const Spellings &vitis() {
  static const Spellings table = {"Vitis HLS", pragmaText, "run_hls.tcl", scriptText};
  return table;
}

} // namespace allo::target::hls
