// Schedules: how a kernel becomes hardware, step by checked step.
#pragma once

#include "allo/error.hpp"
#include "allo/layout.hpp"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

namespace allo {

class Program;
class Schedule;
class Target;
class Artifact;
struct VerifyOptions;
struct Verdict;
class Replay;

// A loop of a scheduled kernel. Stays valid while the loop exists; using it after the loop was replaced throws.
class Loop {
public:
  Loop() = default;
  Loop(std::string name, uint64_t identity) : name_(std::move(name)), identity_(identity) {}
  const std::string &name() const { return name_; } // its address when the handle was made
  uint64_t identity() const { return identity_; }   // never that of another loop

private:
  std::string name_;
  uint64_t identity_ = 0;
};

// An array (or scalar variable) of a scheduled kernel.
class Array {
public:
  Array() = default;
  Array(std::string name, uint64_t identity) : name_(std::move(name)), identity_(identity) {}
  const std::string &name() const { return name_; }
  uint64_t identity() const { return identity_; }

private:
  std::string name_;
  uint64_t identity_ = 0;
};

// A loop named by its handle or by its address: "j", "i/j", "j#2", "gemm<float, 4, 4, 4>:i/j".
class LoopReference {
public:
  LoopReference(const char *address) : address_(address) {}
  LoopReference(std::string address) : address_(std::move(address)) {}
  LoopReference(const Loop &loop) : loop_(loop), is_handle_(true) {}
  const std::string &address() const { return address_; }
  const Loop *handle() const { return is_handle_ ? &loop_ : nullptr; }

private:
  std::string address_;
  Loop loop_;
  bool is_handle_ = false;
};

// An array named by its handle or by its address: "A", "gemm<float, 4, 4, 4>:A".
class ArrayReference {
public:
  ArrayReference(const char *address) : address_(address) {}
  ArrayReference(std::string address) : address_(std::move(address)) {}
  ArrayReference(const Array &array) : array_(array), is_handle_(true) {}
  const std::string &address() const { return address_; }
  const Array *handle() const { return is_handle_ ? &array_ : nullptr; }

private:
  std::string address_;
  Array array_;
  bool is_handle_ = false;
};

// How one dimension of an array is spread over banks.
enum PartitionKind { block, cyclic, complete };
struct Partition {
  int dim = 0; // counted from 1; 0 means every dimension
  PartitionKind kind = complete;
  int64_t factor = 0; // number of banks; not for `complete`
};

// Where a directive without a primitive of its own stands (at most one of the three; none: the top), and its options as
// HLS tools spell them: "min=1 max=64".
struct Directive {
  std::string loop = {};
  std::string array = {};
  std::string function = {};
  std::string options = {};
};

// The kind of memory that holds an array.
enum StorageKind { registers, lutram, bram, uram };

// What is said about the accesses to an array in a loop; by default that iterations do not depend on each other.
struct Dependence {
  std::string type = "inter"; // between iterations, or "intra": within one
  std::string direction = {}; // "raw", "war", "waw"; empty: all
  int64_t distance = 0;       // not 0: there is one, over at least so many iterations
  bool unchecked = false;     // take it as a claim where it can be neither proved nor refuted
};

// Which iterations of a loop `peel` takes.
enum LoopSide { front, back };

struct PeelResult {
  Loop peeled; // no loop where the loop is a while loop
  Loop rest;
};

// The stream that an array becomes. Empty names: the one nest or call that writes, or reads, the array.
struct Channel {
  std::string producer = {}; // the outermost loop, or the function that is called
  std::string consumer = {};
  int64_t depth = 0; // 0: room for the whole array
  std::string as = {};
  std::string axis = {}; // not empty: a loop of a grid, along which each element passes what it read to the next one
};

// How a parameter of the top meets what is outside; what is empty or 0 is left to the HLS tool.
struct PortInterface {
  std::string mode = {};   // "m_axi", "s_axilite", "ap_memory" …
  std::string bundle = {}; // of m_axi and s_axilite
  std::string offset = {}; // "slave", "direct", "off"
  int64_t depth = 0;
  int64_t latency = 0;
};

struct SplitResult {
  Loop outer;
  Loop inner;
};

// A kernel and the steps applied to it. Copies are independent. Each step is checked, applied to a copy, verified and
// then committed; a refused step throws ScheduleError, changes nothing and is not recorded.
class Schedule {
public:
  ~Schedule();
  Schedule(const Schedule &);
  Schedule &operator=(const Schedule &);
  Schedule(Schedule &&) noexcept;
  Schedule &operator=(Schedule &&) noexcept;

  // Primitives. The manual (docs/reference/primitives.md) says when each is legal.
  SplitResult split(const LoopReference &loop, int64_t factor);
  std::vector<Loop> tile(const std::vector<LoopReference> &loops, const std::vector<int64_t> &factors);
  Schedule &reorder(const std::vector<LoopReference> &loops);
  Loop fuse(const std::vector<LoopReference> &loops);
  PeelResult peel(const LoopReference &loop, int64_t count, LoopSide side = front);
  std::vector<Loop> distribute(const LoopReference &loop);
  std::vector<Loop> distribute(const LoopReference &loop, const LoopReference &at);
  Loop merge(const LoopReference &first, const LoopReference &second, int64_t shift = 0, const std::string &as = {});
  Schedule &unroll(const LoopReference &loop, int64_t factor = 0); // 0: fully
  Schedule &pipeline(const LoopReference &loop, int64_t initiation_interval = 1);
  Schedule &parallel(const LoopReference &loop);
  // The iterations of a nest as processing elements side by side; the name of the function that is the element.
  std::string unfold(const std::vector<LoopReference> &loops, const std::string &as = {});
  Schedule &inline_(const std::string &function);                 // "inline" in scripts; all calls of the function
  Loop outline(const LoopReference &loop, const std::string &as); // a function of its own; its loop
  Schedule &replace(const std::string &function, const std::string &with); // at all calls
  // Two functions of one signature become one, `as`, whose first parameter `mode` chooses: 0 is `function`, 1 `with`.
  Schedule &unify(const std::string &function, const std::string &with, const std::string &as);
  Schedule &partition(const ArrayReference &array, const Partition &partition);
  Array buffer_at(const ArrayReference &array, const LoopReference &axis, const std::string &as = {});
  Array reuse_at(const ArrayReference &array, const LoopReference &axis, const std::string &as = {});
  Loop compute_at(const LoopReference &producer, const LoopReference &axis, bool recompute = true,
                  const std::string &as = {}); // the producer where it is now
  Schedule &directive(const std::string &word, const Directive &directive);
  Schedule &reshape(const ArrayReference &array, const Partition &layout); // banks as parts of wide words
  Schedule &bind_storage(const ArrayReference &array, StorageKind kind);
  // `factor` neighbours in a dimension (0: the last) become one word; of a stream, elements that come one after
  // another.
  Schedule &pack(const ArrayReference &array, int64_t factor, int64_t dim = 0);
  Array to(const ArrayReference &array, const Channel &channel = {}); // the array becomes a stream
  Schedule &stream_depth(const ArrayReference &stream, int64_t depth);
  Schedule &dataflow(const Directive &place = {}); // its loop or function; neither: the top
  Schedule &interface(const ArrayReference &argument, const PortInterface &interface);
  // The type as C++ spells it: "ap_int<12>". `accept_loss`: also where it may not hold what is stored.
  Schedule &retype(const ArrayReference &variable, const std::string &type, bool accept_loss = false);
  // The floating-point updates of an array, all or those in a loop, may be reordered by later steps.
  Schedule &reassociate(const ArrayReference &array);
  Schedule &reassociate(const ArrayReference &array, const LoopReference &loop);
  Schedule &dependence(const ArrayReference &array, const LoopReference &loop, const Dependence &dependence = {});
  Schedule &limit(const std::string &op, int64_t count, const std::string &function = {});
  Schedule &no_flatten(const LoopReference &loop);
  Schedule &compose(const Schedule &kernel, const std::string &at = "all"); // or some of its calls: "12,14"
  Schedule &unchecked(const std::string &reason); // you answer for the legality of the next step

  // The loop or array that an address names, as a handle.
  Loop loop(const std::string &address) const;
  Array array(const std::string &address) const;

  // How an array lies in its banks; and what the accesses of one iteration of a loop ask of them (layout.hpp).
  ArrayLayout layout(const ArrayReference &array) const;
  PortUse port_use(const ArrayReference &array, const LoopReference &loop) const;

  // One step in the script's words, and a whole script (the sections of kernels that this schedule composes included).
  Schedule &apply(const std::string &step);
  Schedule &replay(const std::string &script);
  Schedule &undo();

  const std::string &kernel() const; // the top, as Clang prints it
  std::string trace() const;         // a script: replaying it on the unscheduled kernel gives byte-equal IR
  std::vector<std::string> steps() const;
  std::vector<Note> warnings() const; // about `#pragma HLS` of the source, whose steps come first
  std::string ir() const;             // the MLIR text, for people and tests

  Artifact build(const Target &target) const;

  // Whether the scheduled design computes what the kernel's source computes, bit for bit (verify.hpp).
  Verdict verify() const;
  Verdict verify(const VerifyOptions &options) const;
  // The same, compared with another kernel of the same parameters, as its schedule left it.
  Verdict verify_against(const Schedule &reference, const VerifyOptions &options) const;

  struct Implementation;
  const Implementation &implementation() const { return *implementation_; }
  explicit Schedule(std::unique_ptr<Implementation> implementation); // inside the library; users call customize

private:
  friend class Replay; // of a script
  std::unique_ptr<Implementation> implementation_;
};

} // namespace allo
