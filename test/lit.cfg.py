# lit: rewrites and refusals on IR text (.mlir) and runs of the tools (.test). The site file says where things are.
import os

import lit.formats

config.name = "allo"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test"]
config.excludes = ["support"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.allo_build, "test", "lit")
config.environment["PATH"] = os.pathsep.join(
    [os.path.join(config.allo_build, "bin"), config.llvm_tools, config.environment["PATH"]]
)
config.environment["FILECHECK_OPTS"] = "--dump-input-filter=error"
for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
    if name in os.environ:
        config.environment[name] = os.environ[name]
