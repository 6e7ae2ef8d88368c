// Dependences within a cycle: a graph over signals, expressions and combinational instances; a depth-first search finds
// a cycle or an order, in which the inputs that reach each output are spread 64 at a time.
#include "target/rtl/model/Externals.h"
#include "target/rtl/model/Verify.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"

#include <algorithm>

using namespace allo::target::rtl::model;

namespace {

class CycleGraph {
public:
  CycleGraph(const Module &module, const KnownModules &known);
  std::string findLoop();
  std::set<std::pair<std::string, std::string>> paths() const;

private:
  unsigned addNode(std::string name = "") {
    names_.push_back(std::move(name));
    sources_.emplace_back();
    return unsigned(sources_.size() - 1);
  }
  unsigned nodeOf(const Value &value);
  void addInstance(const Instance &instance, const KnownModules &known);
  std::string describe(const std::vector<unsigned> &cycle) const;

  const Module &module_;
  std::vector<std::string> names_;                      // empty: an expression
  std::vector<llvm::SmallVector<unsigned, 3>> sources_; // what a node depends on; the first nodes are the signals
  llvm::DenseMap<const Expression *, unsigned> expressions_;
  std::vector<unsigned> order_; // sources first
};

CycleGraph::CycleGraph(const Module &module, const KnownModules &known) : module_(module) {
  for (const Signal &signal : module.signals)
    addNode(signal.name);
  for (const Section &section : module.sections) {
    for (const Assignment &assignment : section.assignments) {
      unsigned source = nodeOf(assignment.value);
      sources_[assignment.target].push_back(source);
    }
    for (const Instance &instance : section.instances)
      addInstance(instance, known);
  }
}

// Of a value and, with their edges, of all that it is made of.
unsigned CycleGraph::nodeOf(const Value &value) {
  auto number = [&](const Expression &expression, bool &isNew) {
    isNew = false;
    if (expression.kind == Expression::signal)
      return expression.signalId;
    auto [entry, inserted] = expressions_.try_emplace(&expression, unsigned(sources_.size()));
    isNew = inserted;
    return inserted ? addNode() : entry->second;
  };
  bool isNew;
  unsigned root = number(*value, isNew);
  std::vector<std::pair<const Expression *, unsigned>> work;
  if (isNew)
    work.push_back({value.get(), root});
  while (!work.empty()) {
    auto [expression, node] = work.back();
    work.pop_back();
    for (const Value &operand : expression->operands) {
      unsigned source = number(*operand, isNew);
      sources_[node].push_back(source);
      if (isNew)
        work.push_back({operand.get(), source});
    }
  }
  return root;
}

void CycleGraph::addInstance(const Instance &instance, const KnownModules &known) {
  auto module = known.find(instance.module);
  if (module != known.end() && module->second.paths.empty())
    return;
  llvm::StringMap<unsigned> inputs;
  for (const Connection &connection : instance.connections)
    if (connection.input && (module != known.end() || isCombinational(instance, connection.port))) {
      unsigned port = addNode(instance.name + "." + connection.port), source = nodeOf(connection.input);
      sources_[port].push_back(source);
      inputs[connection.port] = port;
    }
  for (const Connection &connection : instance.connections) {
    if (!connection.output)
      continue;
    for (const Connection &from : instance.connections)
      if (auto input = inputs.find(from.port); input != inputs.end())
        if (module == known.end() || module->second.paths.contains({from.port, connection.port}))
          sources_[*connection.output].push_back(input->second);
  }
}

// The cycle is found against the flow of the values.
std::string CycleGraph::describe(const std::vector<unsigned> &cycle) const {
  std::vector<std::string> names;
  for (unsigned node : llvm::reverse(cycle))
    if (!names_[node].empty())
      names.push_back(names_[node]);
  std::rotate(names.begin(), std::min_element(names.begin(), names.end()), names.end());
  std::string text = "module '" + module_.name + "': combinational loop: ";
  constexpr size_t shown = 12;
  for (size_t i = 0; i < std::min(names.size(), shown); ++i)
    text += names[i] + " -> ";
  return text + (names.size() > shown ? "… -> " : "") + names.front();
}

std::string CycleGraph::findLoop() {
  enum State : char { unseen, open, done };
  std::vector<State> states(sources_.size(), unseen);
  std::vector<std::pair<unsigned, unsigned>> path; // node, next source
  for (unsigned start = 0; start < sources_.size(); ++start) {
    if (states[start] != unseen)
      continue;
    path.push_back({start, 0});
    states[start] = open;
    while (!path.empty()) {
      auto &[node, next] = path.back();
      if (next == sources_[node].size()) {
        states[node] = done;
        order_.push_back(node);
        path.pop_back();
        continue;
      }
      unsigned source = sources_[node][next++];
      if (states[source] == open) {
        std::vector<unsigned> cycle;
        for (auto entry = path.rbegin();; ++entry) {
          cycle.insert(cycle.begin(), entry->first);
          if (entry->first == source)
            return describe(cycle);
        }
      }
      if (states[source] == unseen) {
        states[source] = open;
        path.push_back({source, 0});
      }
    }
  }
  return "";
}

std::set<std::pair<std::string, std::string>> CycleGraph::paths() const {
  std::set<std::pair<std::string, std::string>> result;
  std::vector<SignalId> inputs, outputs;
  for (SignalId signal = 0; signal < module_.signals.size(); ++signal) {
    if (module_.signals[signal].kind == Signal::input)
      inputs.push_back(signal);
    if (module_.signals[signal].kind == Signal::output && !sources_[signal].empty())
      outputs.push_back(signal);
  }
  for (size_t first = 0; first < inputs.size(); first += 64) {
    std::vector<uint64_t> reached(sources_.size(), 0);
    for (size_t i = first; i < std::min(first + 64, inputs.size()); ++i)
      reached[inputs[i]] = uint64_t(1) << (i - first);
    for (unsigned node : order_)
      for (unsigned source : sources_[node])
        reached[node] |= reached[source];
    for (SignalId output : outputs)
      for (uint64_t bits = reached[output]; bits; bits &= bits - 1)
        result.insert(
            {module_.signals[inputs[first + size_t(__builtin_ctzll(bits))]].name, module_.signals[output].name});
  }
  return result;
}

} // namespace

std::string allo::target::rtl::model::findLoop(const Module &module, const KnownModules &known,
                                               std::set<std::pair<std::string, std::string>> &paths) {
  CycleGraph graph(module, known);
  std::string loop = graph.findLoop();
  if (loop.empty())
    paths = graph.paths();
  return loop;
}
