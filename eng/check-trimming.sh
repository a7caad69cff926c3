#!/usr/bin/env bash
# Publishes a hosted program trimmed and self-contained, with our assemblies kept whole so that every line of them is looked at,
# and fails on any warning. Then runs it and stops it with SIGHUP. Not part of the build server's run: it takes a minute or more.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/App.csproj" <<PROJECT
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
  </PropertyGroup>
  <ItemGroup>
    <Compile Include="$root/tests/HostProbe/Program.cs" />
    <ProjectReference Include="$root/src/Runtime/ResourceHygiene.Hosting/ResourceHygiene.Hosting.csproj" />
    <PackageReference Include="Microsoft.Extensions.Hosting" Version="10.0.14" />
    <TrimmerRootAssembly Include="ResourceHygiene.Hosting" />
    <TrimmerRootAssembly Include="ResourceHygiene" />
  </ItemGroup>
</Project>
PROJECT

dotnet publish "$work/App.csproj" -c Release -o "$work/out" --nologo -v q | tee "$work/log"
if grep -qE "warning (IL|NETSDK)" "$work/log"; then
    echo "Trimming gives warnings." >&2
    exit 1
fi

"$work/out/App" wait > "$work/app.log" &
app=$!
until grep -q ready "$work/app.log"; do sleep 0.1; done
kill -HUP "$app"
wait "$app"
diff <(printf 'ready\nservice stops\nreleasing index\nend of main\n') "$work/app.log"
echo "Trimmed: no warning, and it cleans up."
