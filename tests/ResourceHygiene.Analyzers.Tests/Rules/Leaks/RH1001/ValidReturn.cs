namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>Returning hands the obligation to the caller.</summary>
public sealed class ValidReturn
{
    [Fact]
    public Task Returned_directly() => LeakCode.InClass("Stream Open(string path) => File.OpenRead(path);");

    [Fact]
    public Task Returned_from_a_local() => LeakCode.InClass(
        """
        Stream Open(string path)
        {
            var stream = File.OpenRead(path);
            stream.Seek(3, SeekOrigin.Begin);
            return stream;
        }
        """);

    [Fact]
    public Task Returned_on_every_path() => LeakCode.InClass(
        """
        Resource? Make(bool flag)
        {
            var resource = new Resource();
            if (flag)
                return resource;
            resource.Name = "b";
            return resource;
        }
        """);

    [Fact]
    public Task Returned_from_a_choice() => LeakCode.InClass("Resource Make(Resource? given, bool flag) => flag ? new Resource() : given ?? new Resource();");

    [Fact]
    public Task Returned_in_a_tuple() => LeakCode.InClass(
        """
        (Resource Resource, int Count) Make()
        {
            var resource = new Resource();
            return (resource, 1);
        }
        """);

    [Fact]
    public Task Returned_in_an_object() => LeakCode.InClass(
        """
        sealed record Pair(Resource First, Resource Second);

        Pair Make()
        {
            var first = new Resource();
            return new Pair(first, new Resource());
        }
        """);

    [Fact]
    public Task Returned_through_an_out_parameter() => LeakCode.InClass(
        """
        bool TryMake(out Resource? resource)
        {
            resource = new Resource();
            return true;
        }
        """);

    [Fact]
    public Task Returned_through_a_ref_parameter() => LeakCode.InClass(
        """
        void Replace(ref Resource resource)
        {
            resource.Dispose();
            resource = new Resource();
        }
        """);

    [Fact]
    public Task Returned_from_an_iterator() => LeakCode.InClass(
        """
        IEnumerable<Resource> Make()
        {
            var first = new Resource();
            yield return first;
            yield return new Resource();
        }
        """);

    [Fact]
    public Task Returned_wrapped_in_a_task() => LeakCode.InClass(
        """
        Task<Resource> MakeAsync()
        {
            var resource = new Resource();
            return Task.FromResult(resource);
        }
        """);

    [Fact]
    public Task Returned_from_a_lambda() => LeakCode.InMethod(
        """
        Func<Resource> factory = () => new Resource();
        Func<Resource> other = () => { var resource = new Resource(); return resource; };
        Console.WriteLine(factory.Equals(other));
        """);

    [Fact]
    public Task Returned_from_a_local_function() => LeakCode.InMethod(
        """
        using var resource = Make();

        Resource Make() => new Resource();
        """);

    [Fact]
    public Task Returned_as_a_part_that_needs_it() => LeakCode.InClass(
        """
        async Task<Stream> DownloadAsync(HttpClient client)
        {
            var response = await client.GetAsync("http://localhost");
            return await response.Content.ReadAsStreamAsync();
        }
        """);

    [Fact]
    public Task Returned_as_a_lazy_sequence_over_it() => LeakCode.InFile(
        """
        sealed class Table : IDisposable
        {
            private bool _open = true;
            public IEnumerable<int> Rows() { while (_open) yield return 1; }
            public void Dispose() => _open = false;
        }
        class C
        {
            IEnumerable<int> Read()
            {
                var table = new Table();
                return table.Rows();
            }
        }
        """);

    [Fact]
    public Task A_reader_that_closes_its_connection() => LeakCode.InFile(
        """
        using System.Data;
        using System.Data.Common;
        class C
        {
            DbDataReader Query(DbProviderFactory factory)
            {
                var connection = factory.CreateConnection()!;
                var command = connection.CreateCommand();
                return command.ExecuteReader(CommandBehavior.CloseConnection);
            }
        }
        """);

    [Fact]
    public Task What_it_made_goes_on_living() => LeakCode.InClass(
        """
        interface ILogger { void Log(); }
        interface ILogging : IDisposable { ILogger CreateLogger(string name); }
        interface ILoggings { ILogging CreateLogging(); }

        ILogger M(ILoggings loggings)
        {
            var logging = loggings.CreateLogging();
            return logging.CreateLogger("a");
        }
        """);
}
