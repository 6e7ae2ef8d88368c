// One function of the graph as a module of the RTL model: controllers of its blocks, values and their registers, units,
// memories and instances of callees. docs/decisions/0014 says how blocks run.
#pragma once

#include "target/rtl/Design.h"
#include "target/rtl/GraphQueries.h"

#include <map>
#include <set>
#include <tuple>
#include <vector>

namespace allo::target::rtl::generation {

// How a function uses a port of a bank.
struct PortUsage {
  bool reads = false, writes = false;
};
struct PortKey {
  MemoryId memory;
  unsigned bank, port;
  auto operator<=>(const PortKey &) const = default;
};
using PortTable = std::map<PortKey, PortUsage>;

// Which signals of a FIFO a function uses.
struct FifoUsage {
  bool reads = false, writes = false; // dout, empty_n and read; din, full_n and write
  bool empty = false, full = false, size = false;
  void add(const FifoUsage &other);
};

// What callers know of a generated function.
struct GeneratedFunction {
  std::string module;
  PortTable ports; // of its parameters
  std::vector<std::string> argumentPorts, outputPorts;
  std::vector<std::string> memoryPrefixes; // by parameter memory
  std::map<FifoId, FifoUsage> fifos;       // of its parameters
  std::vector<std::string> streamPrefixes; // by parameter stream
};

// The signals of one port of one bank, as a module names them.
std::string bankPrefix(const std::string &memory, int64_t banks, int64_t bank);

// The contents of a table by bank, then address; places that the array does not fill are zero.
std::vector<llvm::APInt> contentsOf(const Memory &memory);

class FunctionGenerator {
public:
  FunctionGenerator(const Graph &graph, const Function &function, const std::vector<GeneratedFunction> &callees,
                    model::Netlist &netlist);
  GeneratedFunction run();

private:
  using Value = model::Value;

  // Runs one block. Names of docs/decisions/0014.
  struct Control {
    std::string name;
    model::SignalId start = 0, done = 0;  // wires, pulses of one cycle
    model::SignalId busy = 0, step = 0;   // of a sequence; step only when the depth is above 1
    model::SignalId stage = 0, phase = 0; // of a pipeline; phase only when the interval is above 1
    int64_t stages = 1;
    std::optional<model::SignalId> first;  // flags of the first iteration, one a stage
    std::vector<model::SignalId> counters; // outermost first
    Value last;                            // all counters are at their last values
    std::map<int64_t, Value> present;      // caches of presentAt and activeAt
    std::map<int64_t, Value> active;
    // Stalls (docs/decisions/0030). Neither: operations on streams never hold it up.
    std::optional<model::SignalId> run;   // the block goes on in this cycle
    std::optional<model::SignalId> enter; // of a pipeline: the iteration at time 0 enters, if phase and `run` are right
    model::SignalId entered = 0;          // it has entered in phase 0 of this interval; only when that is above 1
    std::map<int64_t, std::vector<NodeId>> waits; // step -> children
    std::map<int64_t, Value> ready;               // step -> all of them are done
  };

  struct PortUse {
    Value enable, address;
    Value write; // null: reads only
    Value data;
  };
  struct ElementWrite {
    Value enable, data;
  };

  // A FIFO as the module sees it, and what the module does with it.
  struct Fifo {
    FifoUsage usage;
    std::optional<model::SignalId> dout, notEmpty, notFull, size; // to the module
    std::optional<model::SignalId> read, write, din;              // from the module, where they are ports
    llvm::SmallVector<Value> reads, clears;
    std::vector<ElementWrite> writes;
  };

  // FunctionGenerator.cpp
  void visit(NodeId node);
  void declareElements(MemoryId memory);
  void declareBranchResults();
  void finishBranchResults(BlockId block);
  void finishOutputs();
  void collectSections();

  // Ports.cpp
  void scanPorts();
  void declarePorts();
  void declareMemoryPorts(MemoryId memory);

  // Control.cpp
  void declareControl(BlockId block);
  void finishControl(BlockId block);
  void finishSequence(BlockId block, model::Section &section);
  void finishPipeline(BlockId block, model::Section &section);
  Value presentAt(BlockId block, int64_t time); // an iteration is in the cycle `time` of its own
  Value activeAt(BlockId block, int64_t time);  // and the block goes on: what acts, acts
  Value phaseAt(BlockId block, int64_t time);   // of a pipeline: the phase is that of `time`; null: always
  Value issuedAt(BlockId block); // of a pipeline: stage 0 holds an iteration that has entered, at its end
  Value captureAt(BlockId block, int64_t time); // when a value made in that cycle is registered; null: always
  Value readyAt(BlockId block, int64_t time);   // all children waited for in this step are done
  Value fireAt(BlockId block, int64_t time);    // activeAt, and over if the step is a wait
  Value childDone(NodeId child);
  Value firstAt(BlockId block, int64_t time);
  void finishFirst(BlockId block);
  std::string sectionTitle(BlockId block) const;

  // Counters.cpp
  void declareCounters(BlockId block);
  void finishCounters(BlockId block, model::Section &section, Value advance);
  Value isNotEmpty(BlockId block); // null: always
  Value bound(const std::vector<LinearBound> &bounds, bool greatest, unsigned width, const std::vector<Value> &outer,
              BlockId holder, int64_t time);
  Value linear(const LinearBound &bound, const std::vector<Value> &outer, BlockId holder, int64_t time);
  Value floorDivide(Value value, int64_t divisor);
  std::vector<Value> initialCounters(BlockId block);

  // Values.cpp
  Value valueAt(NodeId node, BlockId user, int64_t time, int64_t iterations = 0);
  Value stable(NodeId node);   // as blocks inside see it
  Value produced(NodeId node); // in the cycle time + latency of its own
  Value aged(NodeId node, int64_t age);
  Value counterAged(NodeId node, int64_t time);
  void define(NodeId node);
  Value defineCarried(NodeId node);
  model::SignalId carriedRegister(NodeId node);
  void finishCarried(NodeId node);
  unsigned carriedIndex(NodeId node) const;
  std::string nameOfNode(const Node &node) const;
  std::string nameOfConcat(const Node &node) const;
  Value named(NodeId node, Value value);

  // Operations.cpp
  Value inlineOperation(const Node &node, llvm::ArrayRef<Value> operands);
  Value shift(const Node &node, llvm::ArrayRef<Value> operands);
  void makeUnits();

  // Memories.cpp
  Value load(NodeId node);
  void store(NodeId node);
  const std::vector<llvm::APInt> &tableOf(MemoryId memory);
  Value registerElement(MemoryId memory, int64_t element);
  Value portQ(const PortKey &key);
  std::optional<llvm::APInt> resetOf(MemoryId number, int64_t element) const; // of a register that is state
  bool isRegisters(MemoryId memory) const;                                    // read without a port
  Value select(llvm::ArrayRef<Value> values, Value index);                    // a tree
  void finishMemories();
  void finishPort(const PortKey &key, const PortUsage &usage, model::Section &section);
  void finishRam(MemoryId memory, unsigned bank, model::Section &section);
  void finishRom(MemoryId memory, unsigned bank, model::Section &section);
  void finishLutRam(MemoryId memory, unsigned bank, model::Section &section);
  void finishRegisters(MemoryId memory, model::Section &section);
  PortUse mergedUse(const PortKey &key);
  unsigned addressWidth(MemoryId memory) const;

  // Streams.cpp
  void scanStreams();
  void declareStreams();
  void declareStreamPorts(const FifoId &id, Fifo &fifo);
  void declareStalls(BlockId block);
  void finishStalls(BlockId block);
  Value finishStall(NodeId node, bool isAlone);
  void streamAction(NodeId node);
  void takeAction(NodeId node, Value happens);
  Value streamValue(NodeId node);
  Value chosenFifo(NodeId node); // the number of the FIFO, where it is chosen when the design runs; else null
  Value fifoSignal(const StreamPlace &place, std::optional<model::SignalId> Fifo::*signal, Value choice);
  Value readyOf(NodeId node);
  std::vector<std::vector<NodeId>> stallGroups(BlockId block) const; // that may happen at once
  bool mayHappenApart(const std::vector<NodeId> &group) const;
  void connectStreams(int unit, model::Instance &instance);
  void connectFifo(int unit, const FifoId &formal, const FifoUsage &usage, model::Instance &instance);
  void finishStreams();
  void finishFifo(const FifoId &id, Fifo &fifo);

  // Calls.cpp
  void declareCalls();
  void finishCalls();
  void finishInstance(int unit);
  void connectMemory(int unit, unsigned parameter, model::Instance &instance);
  Value callSelect(int unit, unsigned position); // this call of those that share the instance is active

  Value read(model::SignalId signal) { return model::read(module, signal); }
  model::SignalId wire(unsigned width, const std::string &name, const std::string &comment = "");
  void assign(model::Section &section, model::SignalId target, Value value, const std::string &comment = "");

  const Graph &graph;
  const Function &function;
  const std::vector<GeneratedFunction> &callees;
  model::Netlist &netlist;
  model::Module module;
  GeneratedFunction result;

  std::vector<Control> controls; // by block
  std::vector<model::Section> controlSections, dataSections;
  model::Section unitSection, memorySection, callSection, outputSection;

  std::vector<Value> values;                        // by node: produced
  std::vector<std::vector<model::SignalId>> chains; // by node: its registers, youngest first
  std::map<NodeId, model::SignalId> carriedRegisters;
  std::vector<NodeId> carriedOrder;                                         // in which the registers were asked for
  std::map<std::pair<unsigned, unsigned>, model::SignalId> branchRegisters; // (child, result)
  std::vector<model::SignalId> unitResults;
  std::vector<model::SignalId> argumentSignals, outputSignals;

  PortTable usedPorts; // of all memories
  std::map<PortKey, model::SignalId> portQs;
  struct ExternalSignals {
    std::optional<model::SignalId> address, ce, we, d;
  };
  std::map<PortKey, ExternalSignals> externals;
  std::map<PortKey, std::vector<PortUse>> portUses;
  std::map<MemoryId, std::vector<llvm::APInt>> tables;              // contents by bank, then address
  std::map<std::pair<MemoryId, int64_t>, model::SignalId> elements; // registers, by bank * depth + address
  std::map<std::pair<MemoryId, int64_t>, std::vector<ElementWrite>> elementWrites;

  std::map<FifoId, Fifo> fifos;
  // Of those that may happen at once with others: it has happened, and what it has read.
  struct Happened {
    model::SignalId flag = 0;
    model::SignalId over = 0; // it is not pending, happens, or has happened
    std::optional<model::SignalId> kept;
  };
  std::map<NodeId, Happened> happened;

  struct CallInstance {
    unsigned callee = 0;
    std::vector<unsigned> calls; // children, in order
    std::optional<model::SignalId> selected;
    model::SignalId done = 0;
    std::vector<model::SignalId> outputs;
  };
  std::map<int, CallInstance> instances;                                // by Child::unit
  std::map<std::pair<unsigned, unsigned>, model::SignalId> callResults; // (child, output), where an instance is shared
  std::map<NodeId, model::SignalId> seenDone;
};

} // namespace allo::target::rtl::generation
