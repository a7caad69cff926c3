using ResourceHygiene.Analyzers.Tests.Rules.Releases;

namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4005;

/// <summary>Arrays that are returned twice, used or handed out after their return, or seen through a view.</summary>
public sealed class DiagnosticsReturns
{
    [Fact]
    public Task An_array_returned_to_the_shared_pool_twice() => ReleaseCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
        given.ReadExactly(buffer, 0, 256);
        ArrayPool<byte>.Shared.Return(buffer);
        {|RH4005:ArrayPool<byte>.Shared.Return(buffer)|};
        """);

    [Fact]
    public Task An_array_returned_to_a_pool_of_ones_own_twice() => ReleaseCode.InClass(
        """
        private readonly ArrayPool<char> _pool = ArrayPool<char>.Create();

        void M()
        {
            char[] buffer = _pool.Rent(256);
            _pool.Return(buffer, clearArray: true);
            {|RH4005:_pool.Return(buffer)|};
        }
        """);

    [Fact]
    public Task An_element_of_a_returned_array() => ReleaseCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
        ArrayPool<byte>.Shared.Return(buffer);
        {|RH4005:buffer|}[0] = 1;
        """);

    [Fact]
    public Task A_returned_array_that_is_read_into() => ReleaseCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
        ArrayPool<byte>.Shared.Return(buffer);
        given.ReadExactly({|RH4005:buffer|}, 0, 256);
        """);

    [Fact]
    public Task A_string_made_of_a_returned_array() => ReleaseCode.InMethod(
        """
        char[] buffer = ArrayPool<char>.Shared.Rent(256);
        path.CopyTo(0, buffer, 0, path.Length);
        ArrayPool<char>.Shared.Return(buffer);
        Console.WriteLine(new string({|RH4005:buffer|}, 0, path.Length));
        """);

    [Fact]
    public Task A_returned_array_after_a_finally() => ReleaseCode.InClass(
        """
        byte M(Stream stream)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
            try
            {
                stream.ReadExactly(buffer, 0, 256);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            return {|RH4005:buffer|}[0];
        }
        """);

    [Fact]
    public Task An_array_that_a_finally_returns_to_the_pool() => ReleaseCode.InClass(
        """
        byte[] Read(Stream stream)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
            try
            {
                stream.ReadExactly(buffer, 0, 256);
                return {|RH4005:buffer|};
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
        """);

    [Fact]
    public Task An_array_that_was_returned_to_the_pool() => ReleaseCode.InClass(
        """
        byte[] Read(Stream stream)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
            stream.ReadExactly(buffer, 0, 256);
            ArrayPool<byte>.Shared.Return(buffer);
            return {|RH4005:buffer|};
        }
        """);

    [Fact]
    public Task The_span_of_a_returned_array() => ReleaseCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
        Span<byte> span = buffer.AsSpan(0, 16);
        ArrayPool<byte>.Shared.Return(buffer);
        given.Write({|RH4005:span|});
        """);

    [Fact]
    public Task The_memory_of_a_returned_array() => ReleaseCode.InAsyncMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
        Memory<byte> memory = buffer.AsMemory(0, 16);
        try
        {
            await given.ReadExactlyAsync(memory);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        await given.WriteAsync({|RH4005:memory|});
        """);

    [Theory]
    [InlineData("ReadOnlyMemory<byte>", "buffer.AsMemory(0, read)")]
    [InlineData("Memory<byte>", "buffer.AsMemory()[..read]")]
    [InlineData("ReadOnlySpan<byte>", "buffer.AsSpan(0, read)")]
    [InlineData("ReadOnlyMemory<byte>", "buffer")]
    public Task A_view_that_is_returned(string type, string view) => ReleaseCode.InClass(
        $$"""
        {{type}} Read(Stream given)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
            try
            {
                int read = given.Read(buffer, 0, 256);
                return {|RH4005:{{view}}|};
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
        """);
}
