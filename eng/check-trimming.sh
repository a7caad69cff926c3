#!/usr/bin/env bash
# Publishes a hosted program trimmed and self-contained, with our assemblies kept whole so that every line of them is looked at,
# and fails on any warning. Then runs it and stops it with SIGHUP. After that a program with generated code, once with tracking
# and once with ResourceHygieneTracking=off: both release what they own, and what tracks is left out of the second. Last a program that is its own
# worker: what is generated for [WorkerCommand] runs in a second process, with JSON, payloads and commands of the system.
# Not part of the build server's run: it takes a few minutes.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# project NAME PROPERTIES ITEMS
project() {
    mkdir -p "$work/$1"
    cat > "$work/$1/$1.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
    <InvariantGlobalization>true</InvariantGlobalization>
    <RuntimeIdentifier>linux-x64</RuntimeIdentifier>
    <SelfContained>true</SelfContained>
    <PublishTrimmed>true</PublishTrimmed>
    <TrimmerSingleWarn>false</TrimmerSingleWarn>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
    $2
  </PropertyGroup>
  <ItemGroup>
    $3
  </ItemGroup>
  <Import Project="$root/src/Runtime/ResourceHygiene/build/ResourceHygiene.targets" />
</Project>
PROJECT
}

publish() {
    dotnet publish "$work/$1/$1.csproj" -c Release -o "$work/$1/out" --nologo -v q | tee "$work/$1/log"
    if grep -qE "warning (IL|NETSDK)" "$work/$1/log"; then
        echo "$1: trimming gives warnings." >&2
        exit 1
    fi
}

project Hosted "" "
    <Compile Include=\"$root/tests/HostProbe/Program.cs\" />
    <ProjectReference Include=\"$root/src/Runtime/ResourceHygiene.Hosting/ResourceHygiene.Hosting.csproj\" />
    <PackageReference Include=\"Microsoft.Extensions.Hosting\" Version=\"10.0.14\" />
    <TrimmerRootAssembly Include=\"ResourceHygiene.Hosting\" />
    <TrimmerRootAssembly Include=\"ResourceHygiene\" />"
publish Hosted

"$work/Hosted/out/Hosted" wait > "$work/app.log" &
app=$!
until grep -q ready "$work/app.log"; do sleep 0.1; done
kill -HUP "$app"
wait "$app"
diff <(printf 'ready\nservice stops\nreleasing index\nend of main\n') "$work/app.log"
echo "Trimmed: no warning, and it cleans up."

for tracking in on off; do
    name="Tracking_$tracking"
    project "$name" "<ResourceHygieneTracking>$tracking</ResourceHygieneTracking>" "
    <ProjectReference Include=\"$root/src/Runtime/ResourceHygiene/ResourceHygiene.csproj\" />
    <ProjectReference Include=\"$root/src/Generators/ResourceHygiene.Generators/ResourceHygiene.Generators.csproj\" OutputItemType=\"Analyzer\" ReferenceOutputAssembly=\"false\" />"
    cat > "$work/$name/Program.cs" <<'PROGRAM'
using ResourceHygiene;

using (var studio = new Studio { Frames = new Part("frames") })
    Console.WriteLine($"registered: {!studio.Handle.IsNone}");
Console.WriteLine("end of main");

[TrackedResource(Type = "studio")]
internal sealed partial class Studio
{
    [Owned] private readonly Part _file = new("file");

    public Studio() => Track(bytes: 8);

    public ResourceHandle Handle => TrackedHandle;

    [TrackedResource(Type = "frames")]
    public partial Part? Frames { get; set; }
}

internal sealed class Part(string name) : IDisposable
{
    public void Dispose() => Console.WriteLine($"releasing {name}");
}
PROGRAM
    publish "$name"
    registered=$([ "$tracking" = on ] && echo True || echo False)
    diff <(printf 'registered: %s\nreleasing frames\nreleasing file\nend of main\n' "$registered") <("$work/$name/out/$name")
done

size() { stat -c %s "$work/Tracking_$1/out/ResourceHygiene.dll"; }
# A type that only the register needs.
holds() { grep -qaF SlotTable "$work/Tracking_$1/out/ResourceHygiene.dll"; }
holds on || { echo "With tracking the register is not there, so this says nothing." >&2; exit 1; }
if holds off; then
    echo "With ResourceHygieneTracking=off the register is still in the trimmed program." >&2
    exit 1
fi
echo "Without tracking: no warning, it releases all the same, and ResourceHygiene.dll has $(size off) bytes instead of $(size on)."

project Workers "<AllowUnsafeBlocks>true</AllowUnsafeBlocks>" "
    <ProjectReference Include=\"$root/src/Runtime/ResourceHygiene.Workers/ResourceHygiene.Workers.csproj\" />
    <ProjectReference Include=\"$root/src/Generators/ResourceHygiene.Generators/ResourceHygiene.Generators.csproj\" OutputItemType=\"Analyzer\" ReferenceOutputAssembly=\"false\" />
    <TrimmerRootAssembly Include=\"ResourceHygiene.Workers\" />"
cp "$root/eng/trimming/WorkerProgram.cs" "$work/Workers/Program.cs"
publish Workers
diff "$root/eng/trimming/WorkerProgram.expected.txt" <("$work/Workers/out/Workers")
echo "Workers: no warning, and what is generated for them runs in a process of its own."
