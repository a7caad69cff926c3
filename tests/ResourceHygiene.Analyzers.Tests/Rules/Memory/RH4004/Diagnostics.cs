using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4004;

/// <summary>Buffers and objects of a pool that are lost.</summary>
public sealed class Diagnostics
{
    [Fact]
    public Task Never_returned() => MemoryCode.InMethod(
        """
        byte[] buffer = {|RH4004:ArrayPool<byte>.Shared.Rent(size)|};
        int read = stream.Read(buffer, 0, buffer.Length);
        Console.WriteLine(read);
        """);

    [Fact]
    public Task Never_returned_and_read_through_a_span() => MemoryCode.InMethod(
        """
        char[] buffer = {|RH4004:ArrayPool<char>.Shared.Rent(size)|};
        text.AsSpan().CopyTo(buffer);
        Span<char> span = buffer.AsSpan(0, text.Length);
        span.Reverse();
        Console.WriteLine(span.ToString());
        """);

    [Fact]
    public Task From_a_pool_of_the_users_own() => MemoryCode.InClass(
        """
        private readonly ArrayPool<int> _pool = ArrayPool<int>.Create();

        int M(int size)
        {
            int[] buffer = {|RH4004:_pool.Rent(size)|};
            int sum = 0;
            foreach (int value in buffer)
                sum += value;
            return sum;
        }
        """);

    [Fact]
    public Task Not_returned_before_an_early_return() => MemoryCode.InMethod(
        """
        byte[] buffer = {|RH4004:ArrayPool<byte>.Shared.Rent(size)|};
        if (stream.Read(buffer, 0, size) == 0)
            return;
        ArrayPool<byte>.Shared.Return(buffer);
        """);

    [Fact]
    public Task Not_returned_on_the_other_branch() => MemoryCode.InMethod(
        """
        byte[] buffer = {|RH4004:ArrayPool<byte>.Shared.Rent(size)|};
        if (flag)
            ArrayPool<byte>.Shared.Return(buffer);
        else
            Console.WriteLine(buffer.Length);
        """);

    [Fact]
    public Task Overwritten_by_a_larger_one() => MemoryCode.InMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16);
        while (stream.Read(buffer, 0, buffer.Length) == buffer.Length)
            {|RH4004:buffer|} = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        ArrayPool<byte>.Shared.Return(buffer);
        """);

    [Fact]
    public Task In_an_async_method() => MemoryCode.InAsyncMethod(
        """
        byte[] buffer = {|RH4004:ArrayPool<byte>.Shared.Rent(size)|};
        int read = await stream.ReadAsync(buffer.AsMemory(0, size));
        if (read == 0)
            return;
        ArrayPool<byte>.Shared.Return(buffer);
        """);

    [Fact]
    public Task Rented_by_a_helper() => MemoryCode.InClass(
        """
        private static byte[] Borrow(int size)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
            buffer.AsSpan().Clear();
            return buffer;
        }

        void M(Stream stream)
        {
            byte[] buffer = {|RH4004:Borrow(16)|};
            stream.Write(buffer, 0, 16);
        }
        """);

    [Fact]
    public Task Nothing_keeps_it() => MemoryCode.InMethod("Console.WriteLine({|RH4004:ArrayPool<byte>.Shared.Rent(size)|}.Length);");

    [Fact]
    public Task On_the_stack_or_from_the_pool() => MemoryCode.InMethod(
        """
        byte[]? rented = null;
        Span<byte> span = size <= 256 ? stackalloc byte[256] : (rented = {|RH4004:ArrayPool<byte>.Shared.Rent(size)|});
        if (stream.Read(span) == 0)
            return;
        if (rented != null)
            ArrayPool<byte>.Shared.Return(rented);
        """);

    [Fact]
    public Task An_object_of_a_pool() => MemoryCode.InFile(
        """
        namespace Microsoft.Extensions.ObjectPool
        {
            public abstract class ObjectPool<T> where T : class
            {
                public abstract T Get();
                public abstract void Return(T obj);
            }
        }

        class C
        {
            string M(Microsoft.Extensions.ObjectPool.ObjectPool<System.Text.StringBuilder> pool, int size)
            {
                System.Text.StringBuilder builder = {|RH4004:pool.Get()|};
                builder.Append(size);
                if (size == 0)
                    return "";
                string text = builder.ToString();
                pool.Return(builder);
                return text;
            }
        }
        """);

    [Fact]
    public async Task Held_across_a_yield_return()
    {
        AnalyzerTest<OwnershipAnalyzer> test = MemoryCode.Test(
            """
            class C
            {
                IEnumerable<int> Squares(int size)
                {
                    int[] squares = {|#0:ArrayPool<int>.Shared.Rent(size)|};
                    for (int i = 0; i < size; i++)
                        yield return squares[i] = i * i;
                    ArrayPool<int>.Shared.Return(squares);
                }
            }
            """);
        test.ExpectedDiagnostics.Add(AnalyzerVerifier<OwnershipAnalyzer>.Diagnostic("RH4004").WithLocation(0)
            .WithMessage("'squares' from 'Rent' is not returned if enumeration stops at the 'yield return' on line 7; call 'Return' in a 'finally'"));
        await test.RunAsync();
    }

    [Fact]
    public Task Used_and_then_held_across_a_yield_return() => MemoryCode.InFile(
        """
        class C
        {
            IEnumerable<int> Lengths(Stream stream)
            {
                byte[] buffer = {|RH4004:ArrayPool<byte>.Shared.Rent(4096)|};
                int read;
                while ((read = stream.Read(buffer, 0, buffer.Length)) > 0)
                    yield return read;
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
        """);
}
