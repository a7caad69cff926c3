#!/bin/sh
# Speaks the narration and the training sentences with espeak-ng, the one step of the data making that is not C#.
#   apt-get install espeak-ng        (written with 1.51)
#   sh speak.sh <directory>
# Files are named <use>-<style>-<nn>.wav: use is "train" or "cue", style is "calm" or "lively".
set -eu
out=${1:?usage: speak.sh <directory>}
mkdir -p "$out"

say() { # use style number voice extra-pitch text
    case "$2" in
        calm)   set -- "$1" "$2" "$3" "$4" "$((32 + $5))" 128 70 "$6" ;;
        lively) set -- "$1" "$2" "$3" "$4" "$((72 + $5))" 185 150 "$6" ;;
    esac
    espeak-ng -v "$4" -p "$5" -s "$6" -a "$7" -w "$out/$1-$2-$3.wav" "$8"
}

n=10
for voice in en-us en-gb en-gb-scotland en-us+f3; do
    for sentence in \
        "The river runs past the old mill and under the bridge." \
        "We counted twelve boats in the harbour before noon." \
        "Nobody had seen the lighthouse keeper since Tuesday." \
        "Turn the handle to the left and wait until it clicks." \
        "In spring the whole valley smells of rain and apples." \
        "Please keep your tickets until the end of the journey."
    do
        say train calm   $n "$voice" $((n % 3 * 4 - 4)) "$sentence"
        say train lively $n "$voice" $((n % 3 * 4 - 4)) "$sentence"
        n=$((n + 1))
    done
done

say cue calm   01 en-us 0 "Good evening. This is a short film about a small machine."
say cue calm   02 en-us 0 "It was built in a shed, out of parts that nobody wanted."
say cue lively 03 en-us 0 "And then, one morning, it started to sing!"
say cue calm   04 en-us 0 "At first the neighbours complained about the noise."
say cue lively 05 en-us 0 "But the children loved it, and they danced in the street!"
say cue calm   06 en-us 0 "Somebody wrote to the newspaper. Nobody printed the letter."
say cue lively 07 en-us 0 "On the last day of summer the whole town came to listen!"
say cue lively 08 en-us 0 "What a sound! What an evening!"
say cue calm   09 en-us 0 "The machine still stands there. Thank you for watching."
