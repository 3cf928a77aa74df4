# SPDX-License-Identifier: Apache-2.0
# The two commands: `make demo` and `make test`. Both install what they need (Debian 12).
.PHONY: demo build test setup setup-tests model bench eval clean

setup:
	@tools/setup.sh

setup-tests:
	@tools/setup.sh --tests

# The program: build/release/casus
build: setup
	@cmake --preset release > /dev/null
	@cmake --build --preset release --target casus

# Codes the sample articles, prints the events as a table and writes build/demo.html
demo: build
	@build/release/casus code data/samples --format table
	@build/release/casus explain data/samples --html build/demo.html
	@echo "open build/demo.html in a browser"

# All tests: C++ (unit, golden, property, differential, fuzz replays), the README's examples, Python
test: setup-tests
	@cmake --preset release > /dev/null
	@cmake --build --preset release
	@ctest --preset release
	@tools/test_python.sh

# Trains the model anew (hours) and exports it; installs PyTorch into .venv
model:
	@train/make_model.sh

bench: build
	@build/release/casus bench

# Scores on the development sets of ../shared, held to the floors in eval/floors.toml; skipped where it is not there
eval: build
	@cmake --build --preset release --target casus_pages
	@python3 eval/run.py

clean:
	rm -rf build
