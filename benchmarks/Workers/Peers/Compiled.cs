using System.Runtime;
using System.Runtime.InteropServices;

namespace ResourceHygiene.Workers.Benchmarks.Peers;

/// <summary>What a process has compiled so far: of a short life the larger part, as packages come without machine code.</summary>
/// <param name="Methods">How many methods.</param>
/// <param name="Milliseconds">How long that took.</param>
internal readonly record struct Compiled(long Methods, double Milliseconds)
{
    public const int Size = sizeof(long) + sizeof(double);

    public static Compiled Now() => new(JitInfo.GetCompiledMethodCount(), JitInfo.GetCompilationTime().TotalMilliseconds);

    public static Compiled ReadFrom(ReadOnlySpan<byte> bytes) => MemoryMarshal.Read<Compiled>(bytes);

    public void WriteTo(Span<byte> bytes) => MemoryMarshal.Write(bytes, this);
}
