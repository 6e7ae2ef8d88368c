// From the legal IR to the graph: functions, callees first, and the parameters of the top.
#include "ir/CTypes.h"
#include "ir/InterfaceOf.h"
#include "ir/Naming.h"
#include "target/rtl/Design.h"
#include "target/rtl/graph/FunctionBuilder.h"
#include "target/rtl/graph/MemoryOf.h"
#include "target/rtl/graph/PrintGraph.h"
#include "target/rtl/graph/Stages.h"
#include "target/rtl/graph/StreamDepth.h"
#include "target/rtl/legalise/Rewrites.h"

#include "mlir/IR/SymbolTable.h"

#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace allo::target::rtl {

namespace {
void addWithCallees(func::FuncOp function, llvm::SetVector<Operation *> &order, llvm::SetVector<Operation *> &open) {
  if (order.contains(function))
    return;
  if (!open.insert(function))
    throw UserError("'" + function.getSymName().str() + "' calls itself: hardware has no stack",
                    ir::placeOf(function.getLoc()), "write it as a loop");
  function.walk([&](func::CallOp call) {
    auto callee = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(call, call.getCalleeAttr());
    if (!callee || callee.isExternal())
      throw UserError("'" + call.getCallee().str() + "' has no body", ir::placeOf(call.getLoc()));
    addWithCallees(callee, order, open);
  });
  open.remove(function);
  order.insert(function);
}

// "hls::stream<int> &s", "hls::stream<int> s[4]".
std::string streamText(BlockArgument argument, ir::StreamType type) {
  std::string text = "hls::stream<" + elementText(type) + "> ";
  text += (type.getExtents().empty() ? "&" : "") + ir::nameOf(argument);
  for (int64_t extent : type.getExtents())
    text += "[" + std::to_string(extent) + "]";
  return text;
}

// As the source would declare it: "void gemm(float A[32][32], int n)".
std::string signatureOf(func::FuncOp function) {
  std::string text = "void ";
  if (function.getNumResults())
    if (auto type = function.getResultAttrOfType<ir::CTypeAttr>(0, ir::ctypeAttrName))
      text = ir::spelling(type.getValue()) + " ";
  text += function.getSymName().str() + "(";
  for (auto [i, argument] : llvm::enumerate(function.getArguments())) {
    text += i ? ", " : "";
    if (auto stream = dyn_cast<ir::StreamType>(argument.getType())) {
      text += streamText(argument, stream);
      continue;
    }
    if (ir::VariableAttr variable = ir::variableOf(argument))
      text += (variable.getIsConst() ? "const " : "") + ir::spelling(variable.getType().getValue()) + " " +
              variable.getName().str();
    if (auto array = dyn_cast<MemRefType>(argument.getType()))
      for (int64_t extent : array.getShape())
        text += "[" + std::to_string(extent) + "]";
  }
  return text + ")";
}

struct Origin { // of an argument or result of the top
  int64_t parameter = -1, offset = 0;
};

Origin originOf(Attribute attribute, int64_t otherwise) {
  if (auto array = dyn_cast_or_null<DenseI64ArrayAttr>(attribute); array && array.size() == 2)
    return {array[0], array[1]};
  return {otherwise, 0};
}

std::string parameterName(ir::VariableAttr variable, ir::FieldAttr field) {
  if (field)
    return field.getName().str();
  return variable ? variable.getName().str() : "";
}

void addParameters(func::FuncOp top, Graph &graph) {
  auto parameterAt = [&](int64_t number) -> TopParameter & {
    if (number >= static_cast<int64_t>(graph.parameters.size()))
      graph.parameters.resize(number + 1);
    return graph.parameters[number];
  };
  int inputs = 0, memories = 0;
  for (unsigned i = 0; i < top.getNumArguments(); ++i) {
    Origin origin = originOf(top.getArgAttr(i, parameterAttribute), i);
    TopParameter &parameter = parameterAt(origin.parameter);
    parameter.name = parameterName(top.getArgAttrOfType<ir::VariableAttr>(i, ir::varAttrName),
                                   top.getArgAttrOfType<ir::FieldAttr>(i, ir::fieldAttrName));
    auto field = top.getArgAttrOfType<ir::FieldAttr>(i, ir::fieldAttrName);
    if (isa<MemRefType>(top.getArgumentTypes()[i]) && field) {
      ir::CType type = ir::variableOf(top.getArgument(i)).getType().getValue();
      parameter.members.push_back(
          {memories++, origin.offset, ir::byteSize(type), ir::isSigned(type), field.getStrides().vec()});
    } else if (isa<MemRefType>(top.getArgumentTypes()[i]))
      parameter.memory = memories++;
    else
      parameter.inputs.push_back({origin.offset, inputs++});
  }
  for (unsigned i = 0; i < top.getNumResults(); ++i) {
    Origin origin = originOf(top.getResultAttr(i, parameterAttribute), -1);
    if (origin.parameter < 0) {
      graph.resultOutput = i;
      continue;
    }
    TopParameter &parameter = parameterAt(origin.parameter);
    parameter.outputs.push_back({origin.offset, static_cast<int>(i)});
    if (parameter.name.empty()) // only written: it has no argument
      parameter.name = llvm::StringRef(graph.functions.back().outputs[i].name).split('.').first.str();
  }
}
} // namespace

Graph buildGraph(ModuleOp legal, const Device &device, const Options &options) {
  func::FuncOp top = ir::topOf(legal);
  if (!top)
    throw InternalError("the module has no top");
  llvm::SetVector<Operation *> order, open;
  addWithCallees(top, order, open);
  Graph graph;
  for (Operation *op : order) {
    auto source = cast<func::FuncOp>(op);
    FunctionBuilder builder(source, graph, device, options.flushToZero);
    builder.build();
    builder.function.signature = signatureOf(source);
    cleanUp(builder.function, builder.records);
    addOrders(builder.function, builder.records);
    addStreamOrders(graph, builder.function, builder.records);
    addGroups(builder.function, builder.records);
    addCopies(builder.function, device);
    for (BlockId block = 0; block < builder.function.blocks.size(); ++block)
      builder.function.blocks[block].isPipelined = isPipelineBody(builder.function, block);
    graph.functions.push_back(std::move(builder.function));
  }
  checkCapacity(graph, device);
  addParameters(top, graph);
  if (std::string message = verify(graph); !message.empty())
    throw InternalError("the graph is wrong: " + message, graph.top().place);
  return graph;
}

} // namespace allo::target::rtl
