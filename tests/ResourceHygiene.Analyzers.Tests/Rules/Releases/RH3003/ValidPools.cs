namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3003;

/// <summary>Pooled arrays and unmanaged memory that are left alone after their release.</summary>
public sealed class ValidPools
{
    [Fact]
    public Task The_result_is_made_before_the_array_goes_back() => ReleaseCode.InClass(
        """
        string M(string path)
        {
            char[] buffer = ArrayPool<char>.Shared.Rent(path.Length);
            path.CopyTo(0, buffer, 0, path.Length);
            string text = new string(buffer, 0, path.Length);
            ArrayPool<char>.Shared.Return(buffer);
            return text;
        }
        """);

    [Fact]
    public Task The_result_is_made_before_the_finally() => ReleaseCode.InClass(
        """
        byte[] M(Stream stream)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
            try
            {
                int read = stream.Read(buffer, 0, 256);
                return buffer.AsSpan(0, read).ToArray();
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
        """);

    [Fact]
    public Task Replaced_by_an_array_of_its_own() => ReleaseCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = Array.Empty<byte>();
        Console.WriteLine(buffer.Length);
        """);

    [Fact]
    public Task A_pointer_that_is_compared_after_the_release() => ReleaseCode.InMethod(
        """
        IntPtr memory = Marshal.AllocHGlobal(16);
        Marshal.FreeHGlobal(memory);
        Console.WriteLine(memory == IntPtr.Zero);
        """);

    [Fact]
    public Task A_handle_asked_whether_it_is_allocated() => ReleaseCode.InMethod(
        """
        var handle = GCHandle.Alloc(path);
        handle.Free();
        Console.WriteLine(handle.IsAllocated);
        """);

    [Fact]
    public Task The_elements_of_a_returned_array() => ReleaseCode.InClass(
        """
        void M(Stream[] streams)
        {
            Stream[] copy = ArrayPool<Stream>.Shared.Rent(streams.Length);
            streams.CopyTo(copy, 0);
            Stream first = copy[0];
            ArrayPool<Stream>.Shared.Return(copy, clearArray: true);
            first.ReadByte();
        }
        """);
}
