using ResourceHygiene.Analyzers.Tests.Rules.Leaks;

namespace ResourceHygiene.Analyzers.Tests.Rules.Async.RH6003;

/// <summary>Whoever enumerates may stop at a yield return, and the release after it is never reached.</summary>
public sealed class Diagnostics
{
    [Fact]
    public Task Released_at_the_end() => LeakCode.InClass(
        """
        IEnumerable<string?> Lines(string path)
        {
            var reader = {|RH6003:new StreamReader(path)|};
            while (!reader.EndOfStream)
                yield return reader.ReadLine();
            reader.Dispose();
        }
        """);

    [Fact]
    public Task Also_where_exceptions_are_asked_about() => ExceptionCode.InClass(
        """
        IEnumerable<string?> Lines(string path)
        {
            var reader = {|RH6003:new StreamReader(path)|};
            while (!reader.EndOfStream)
                yield return reader.ReadLine();
            reader.Dispose();
        }
        """);

    [Fact]
    public Task In_an_async_iterator() => LeakCode.InClass(
        """
        async IAsyncEnumerable<string?> Lines(string path)
        {
            var reader = {|RH6003:new StreamReader(path)|};
            while (await reader.ReadLineAsync() is { } line)
                yield return line;
            reader.Dispose();
        }
        """);

    [Fact]
    public Task In_an_enumerator() => LeakCode.InClass(
        """
        IEnumerator<int> Bytes(string path)
        {
            var file = {|RH6003:File.OpenRead(path)|};
            yield return file.ReadByte();
            file.Close();
        }
        """);

    [Fact]
    public Task In_a_local_function() => LeakCode.InClass(
        """
        void M(string path)
        {
            foreach (int value in Bytes())
                Console.WriteLine(value);

            IEnumerable<int> Bytes()
            {
                var file = {|RH6003:File.OpenRead(path)|};
                yield return file.ReadByte();
                file.Dispose();
            }
        }
        """);

    [Fact]
    public Task With_a_catch_only() => LeakCode.InClass(
        """
        IEnumerable<int> Bytes(string path)
        {
            var file = {|RH6003:File.OpenRead(path)|};
            int first;
            try
            {
                first = file.ReadByte();
            }
            catch
            {
                file.Dispose();
                throw;
            }

            yield return first;
            file.Dispose();
        }
        """);

    [Fact]
    public Task With_a_finally_that_comes_later() => LeakCode.InClass(
        """
        IEnumerable<int> Bytes(string path)
        {
            var file = {|RH6003:File.OpenRead(path)|};
            yield return 0;
            try
            {
                file.ReadByte();
            }
            finally
            {
                file.Dispose();
            }
        }
        """);

    [Fact]
    public Task Released_in_one_branch_before() => LeakCode.InClass(
        """
        IEnumerable<int> Bytes(string path, bool flag)
        {
            var file = {|RH6003:File.OpenRead(path)|};
            if (flag)
            {
                file.Dispose();
                yield break;
            }

            yield return file.ReadByte();
            file.Dispose();
        }
        """);

    [Fact]
    public Task In_a_loop_that_opens_one_after_the_other() => LeakCode.InClass(
        """
        IEnumerable<int> Bytes(string[] paths)
        {
            foreach (string path in paths)
            {
                var file = {|RH6003:File.OpenRead(path)|};
                yield return file.ReadByte();
                file.Dispose();
            }
        }
        """);

    [Fact]
    public Task Released_by_a_helper() => LeakCode.InClass(
        """
        IEnumerable<int> Bytes(string path)
        {
            var file = {|RH6003:File.OpenRead(path)|};
            yield return file.ReadByte();
            Finish(file);
        }

        static void Finish(Stream stream) => stream.Dispose();
        """);

    [Fact]
    public Task Only_to_be_released_asynchronously() => LeakCode.InClass(
        """
        async IAsyncEnumerable<int> Values()
        {
            var resource = {|RH6003:new AsyncResource()|};
            resource.Use();
            yield return 1;
            await resource.DisposeAsync();
        }
        """);
}
