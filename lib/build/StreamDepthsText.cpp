// The depths of streams as a table for people, as JSON, and as steps of a schedule.
#include "build/ReportFormat.h"

#include "allo/depths.hpp"

#include "llvm/Support/FormatVariadic.h"

namespace allo {

namespace {
std::string namesOf(const StreamDepth &stream) {
  std::string names;
  for (const std::string &name : stream.streams)
    names += (names.empty() ? "" : ", ") + name;
  return names;
}

template <typename Depth> int64_t bitsOf(const std::vector<StreamDepth> &streams, Depth depth) {
  int64_t bits = 0;
  for (const StreamDepth &stream : streams)
    bits += stream.fifos * stream.width * depth(stream);
  return bits;
}
} // namespace

int64_t StreamDepths::bits_of_all_elements() const {
  return bitsOf(streams, [](const StreamDepth &stream) { return std::max<int64_t>(stream.elements, 1); });
}
int64_t StreamDepths::bits_before() const {
  return bitsOf(streams, [](const StreamDepth &stream) { return stream.before; });
}
int64_t StreamDepths::bits() const {
  return bitsOf(streams, [](const StreamDepth &stream) { return stream.depth; });
}

std::string StreamDepths::script() const {
  std::string steps;
  for (const StreamDepth &stream : streams)
    if (stream.fixed.empty())
      steps += "stream_depth " + stream.streams.front() + " depth=" + std::to_string(stream.depth) + "\n";
  return steps;
}

std::string StreamDepths::text() const {
  std::string text =
      "depths of streams in " + kernel + ": " + std::to_string(cycles) + " cycles, " +
      (cycles == unlimited ? "as many as" : std::to_string(unlimited)) + " with streams that are never full; " +
      (before ? std::to_string(*before) + " with the depths before" : "before, it stands still for ever") + "\n\n";
  std::vector<build::Row> rows = {{"stream", "FIFOs", "bits", "elements", "before", "depth", "source"}};
  for (const StreamDepth &stream : streams)
    rows.push_back({namesOf(stream), std::to_string(stream.fifos), std::to_string(stream.width),
                    std::to_string(stream.elements), std::to_string(stream.before), std::to_string(stream.depth),
                    build::placeText(stream.place)});
  text += build::table(rows);
  for (const StreamDepth &stream : streams)
    if (!stream.fixed.empty())
      text += "  " + stream.streams.front() + " stays as it is: " + stream.fixed + "\n";
  text += llvm::formatv("\n  {0} bits of places; room for all elements: {1}; before: {2}\n", bits(),
                        bits_of_all_elements(), bits_before())
              .str();
  text += is_least ? "  no depths with fewer bits in sum will do\n"
                   : "  none of them can be less by itself; whether a smaller sum will do is open\n";
  text += for_all_inputs ? "  for all inputs: no value decides when a stream is read or written\n"
                         : "  for these inputs: values decide when streams are read and written\n";
  if (std::string steps = script(); !steps.empty())
    text += "\n" + steps;
  return text;
}

std::string StreamDepths::json() const {
  llvm::json::Object object{{"kernel", kernel},
                            {"unlimited", unlimited},
                            {"before", before ? llvm::json::Value(*before) : llvm::json::Value(nullptr)},
                            {"cycles", cycles},
                            {"is_least", is_least},
                            {"for_all_inputs", for_all_inputs},
                            {"trials", trials},
                            {"bits", bits()},
                            {"bits_before", bits_before()},
                            {"bits_of_all_elements", bits_of_all_elements()},
                            {"streams", build::arrayOf(streams, [](const StreamDepth &stream) {
                               return llvm::json::Object{{"streams", llvm::json::Array(stream.streams)},
                                                         {"source", build::placeJson(stream.place)},
                                                         {"fifos", stream.fifos},
                                                         {"width", stream.width},
                                                         {"elements", stream.elements},
                                                         {"before", stream.before},
                                                         {"depth", stream.depth},
                                                         {"fixed", stream.fixed}};
                             })}};
  return llvm::formatv("{0:2}\n", llvm::json::Value(std::move(object))).str();
}

} // namespace allo
