using ResourceHygiene.Analyzers.Tests.Rules.Leaks;

namespace ResourceHygiene.Analyzers.Tests.Rules.Async.RH6003;

/// <summary>What is released also when the enumeration stops, or is not held at a yield return.</summary>
public sealed class Valid
{
    [Fact]
    public Task Using_declaration() => LeakCode.InClass(
        """
        IEnumerable<string?> Lines(string path)
        {
            using var reader = new StreamReader(path);
            while (!reader.EndOfStream)
                yield return reader.ReadLine();
        }
        """);

    [Fact]
    public Task Using_statement() => LeakCode.InClass(
        """
        IEnumerable<string?> Lines(string path)
        {
            using (var reader = new StreamReader(path))
            {
                while (!reader.EndOfStream)
                    yield return reader.ReadLine();
            }
        }
        """);

    [Fact]
    public Task Using_of_a_variable() => LeakCode.InClass(
        """
        IEnumerable<string?> Lines(string path)
        {
            var reader = new StreamReader(path);
            using (reader)
            {
                while (!reader.EndOfStream)
                    yield return reader.ReadLine();
            }
        }
        """);

    [Fact]
    public Task Finally() => LeakCode.InClass(
        """
        IEnumerable<string?> Lines(string path)
        {
            var reader = new StreamReader(path);
            try
            {
                while (!reader.EndOfStream)
                    yield return reader.ReadLine();
            }
            finally
            {
                reader.Dispose();
            }
        }
        """);

    [Theory]
    [InlineData("reader.Dispose();")]
    [InlineData("if (reader != null) reader.Dispose();")]
    public Task Released_in_a_finally_before_the_first_yield(string release) => LeakCode.InClass(
        $$"""
        IEnumerable<string> Lines(string path)
        {
            string all;
            var reader = new StreamReader(path);
            try
            {
                all = reader.ReadToEnd();
            }
            finally
            {
                {{release}}
            }

            foreach (string line in all.Split(';'))
                yield return line;
        }
        """);

    [Fact]
    public Task Finally_around_a_loop() => LeakCode.InClass(
        """
        IEnumerable<int> Bytes(string[] paths)
        {
            FileStream? file = null;
            try
            {
                foreach (string path in paths)
                {
                    file?.Dispose();
                    file = File.OpenRead(path);
                    yield return file.ReadByte();
                }
            }
            finally
            {
                file?.Dispose();
            }
        }
        """);

    [Fact]
    public Task Released_before_the_first() => LeakCode.InClass(
        """
        IEnumerable<int> Bytes(string path)
        {
            var file = File.OpenRead(path);
            int length = (int)file.Length;
            file.Dispose();
            for (int i = 0; i < length; i++)
                yield return i;
        }
        """);

    [Fact]
    public Task Yielded_before_it_is_opened() => LeakCode.InClass(
        """
        IEnumerable<int> Bytes(string path)
        {
            yield return 0;
            var file = File.OpenRead(path);
            file.ReadByte();
            file.Dispose();
        }
        """);

    [Fact]
    public Task Handed_to_whoever_enumerates() => LeakCode.InClass(
        """
        IEnumerable<FileStream> Files(string[] paths)
        {
            foreach (string path in paths)
            {
                var file = File.OpenRead(path);
                yield return file;
            }
        }
        """);

    [Fact]
    public Task Awaited_using() => LeakCode.InClass(
        """
        async IAsyncEnumerable<int> Values()
        {
            await using var resource = new AsyncResource();
            resource.Use();
            yield return 1;
        }
        """);

    [Fact]
    public Task Released_in_the_same_loop_before() => LeakCode.InClass(
        """
        IEnumerable<int> Bytes(string[] paths)
        {
            foreach (string path in paths)
            {
                var file = File.OpenRead(path);
                int first = file.ReadByte();
                file.Dispose();
                yield return first;
            }
        }
        """);

    [Fact]
    public Task Kept_in_a_field() => LeakCode.InClass(
        """
        private FileStream? _file;

        IEnumerable<int> Bytes(string path)
        {
            var file = File.OpenRead(path);
            _file = file;
            yield return file.ReadByte();
            file.Dispose();
        }
        """);

    [Fact]
    public Task Not_an_iterator() => LeakCode.InClass(
        """
        int First(string path)
        {
            var file = File.OpenRead(path);
            int first = file.ReadByte();
            file.Dispose();
            return first;
        }
        """);

    [Fact]
    public Task Two_using_declarations() => LeakCode.InClass(
        """
        IEnumerable<int> Bytes(string path)
        {
            using var file = File.OpenRead(path);
            using var reader = new StreamReader(file);
            yield return reader.Read();
        }
        """);
}
