namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Where the method says false nothing was acquired.</summary>
public sealed class ValidOutAndTry
{
    private const string TryOpen =
        """
        static bool TryOpen(string path, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Stream? stream)
        {
            stream = null;
            if (!File.Exists(path))
                return false;
            stream = File.OpenRead(path);
            return true;
        }

        """;

    [Theory]
    [InlineData("if (TryOpen(path, out var stream)) stream.Dispose();")]
    [InlineData("if (!TryOpen(path, out var stream)) return; stream.Dispose();")]
    [InlineData("if (TryOpen(path, out var stream)) using (stream) stream.ReadByte();")]
    [InlineData("if (!TryOpen(path, out Stream? stream)) Console.WriteLine(path); else stream.Dispose();")]
    [InlineData("bool isOpen = TryOpen(path, out var stream); if (isOpen) stream!.Dispose();")]
    [InlineData("bool isOpen = TryOpen(path, out var stream); if (!isOpen) return; stream!.Dispose();")]
    [InlineData("TryOpen(path, out var stream); stream?.Dispose();")]
    [InlineData("if (TryOpen(path, out var stream) == false) return; stream!.Dispose();")]
    [InlineData("if (TryOpen(path, out var stream) is true) stream!.Dispose();")]
    [InlineData("Stream? stream; if (!TryOpen(path, out stream) && !TryOpen(path + \"2\", out stream)) return; stream.Dispose();")]
    [InlineData("if (flag && TryOpen(path, out var stream)) stream.Dispose();")]
    [InlineData("while (TryOpen(path, out var stream)) stream.Dispose();")]
    [InlineData("using var stream = TryOpen(path, out var opened) ? opened : Stream.Null;")]
    public Task Released_where_it_was_opened(string statements) => LeakCode.InClass($"{TryOpen}void M(string path, bool flag) {{ {statements} }}");

    [Fact]
    public Task Returned_or_null() => LeakCode.InClass(
        TryOpen + "Stream? M(string path) => TryOpen(path, out var stream) ? stream : null;");

    [Fact]
    public Task Both_or_none() => LeakCode.InClass(
        TryOpen +
        """
        bool M(string left, string right)
        {
            if (!TryOpen(left, out var first))
                return false;
            if (!TryOpen(right, out var second))
            {
                first.Dispose();
                return false;
            }

            second.Dispose();
            first.Dispose();
            return true;
        }
        """);

    [Fact]
    public Task Borrowed_from_a_dictionary() => LeakCode.InClass(
        """
        private readonly Dictionary<string, Resource> _all = new();

        void M(string name, bool flag)
        {
            if (_all.TryGetValue(name, out var resource) && flag)
                resource.Use();
        }
        """);

    [Fact]
    public Task Put_into_an_out_parameter_or_released() => LeakCode.InClass(
        """
        bool TryOpen(string path, out Stream? result)
        {
            var stream = File.OpenRead(path);
            if (stream.Length == 0)
            {
                stream.Dispose();
                result = null;
                return false;
            }

            result = stream;
            return true;
        }
        """);

    [Fact]
    public Task Opened_straight_into_the_out_parameter() => LeakCode.InClass(
        """
        bool TryOpen(string path, out Stream? result)
        {
            if (!File.Exists(path))
            {
                result = null;
                return false;
            }

            result = File.OpenRead(path);
            return result.Length > 0;
        }
        """);

    [Fact]
    public Task An_existing_semaphore() => LeakCode.InFile(
        """
        using System.Threading;

        class C
        {
            void M(string name)
            {
                if (Semaphore.TryOpenExisting(name, out var semaphore))
                {
                    semaphore.Release();
                    semaphore.Dispose();
                }
            }
        }
        """);
}
