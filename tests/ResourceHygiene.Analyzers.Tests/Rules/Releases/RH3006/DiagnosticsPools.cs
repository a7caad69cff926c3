namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3006;

/// <summary>Views into pooled arrays and unmanaged memory that were given back.</summary>
public sealed class DiagnosticsPools
{
    [Fact]
    public Task The_span_of_freed_memory() => ReleaseCode.InClass(
        """
        unsafe byte M()
        {
            void* memory = NativeMemory.Alloc(16);
            var span = new Span<byte>(memory, 16);
            NativeMemory.Free(memory);
            return {|RH3006:span|}[0];
        }
        """);
}
