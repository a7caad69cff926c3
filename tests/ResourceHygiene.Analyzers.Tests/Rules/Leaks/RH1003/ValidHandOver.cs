namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1003;

/// <summary>Handed over before anything can go wrong.</summary>
public sealed class ValidHandOver
{
    [Fact]
    public Task Returned_at_once() => ExceptionCode.InClass(
        """
        Stream Open(string path)
        {
            var stream = File.OpenRead(path);
            return stream;
        }
        """);

    [Fact]
    public Task Stored_in_a_field_before_the_first_call() => ExceptionCode.InClass(
        """
        private Stream? _stream;

        void Open(string path)
        {
            var stream = File.OpenRead(path);
            _stream = stream;
            stream.ReadByte();
        }
        """);

    [Fact]
    public Task Stored_in_a_field_at_once() => ExceptionCode.InClass(
        """
        private Stream? _stream;

        void Open(string path)
        {
            _stream = File.OpenRead(path);
            _stream.ReadByte();
        }
        """);

    [Fact]
    public Task Put_into_an_out_parameter_at_once() => ExceptionCode.InClass(
        """
        void Open(string path, out Stream result)
        {
            result = File.OpenRead(path);
            result.ReadByte();
        }
        """);

    [Fact]
    public Task Passed_to_a_parameter_that_takes_it() => ExceptionCode.InClass(
        """
        interface IOwner { void Adopt([TakesOwnership] Resource resource); }

        void M(IOwner owner)
        {
            var resource = new Resource();
            owner.Adopt(resource);
        }
        """);

    [Fact]
    public Task Wrapped_at_once_by_what_a_using_releases() => ExceptionCode.InMethod(
        """
        var stream = File.OpenRead(path);
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        """);

    [Fact]
    public Task Put_into_a_list_at_once() => ExceptionCode.InClass(
        """
        private readonly List<Stream> _all = new();

        void Open(string path)
        {
            var stream = File.OpenRead(path);
            _all.Add(stream);
            stream.ReadByte();
        }

        void Clear() { foreach (Stream stream in _all) stream.Dispose(); }
        """);

    [Fact]
    public Task Registered_for_release() => ExceptionCode.InClass(
        """
        void M(CancellationToken token, string path)
        {
            var resource = new Resource();
            token.Register(() => resource.Dispose());
            int.Parse(path);
        }
        """);

    [Fact]
    public Task Borrowed_things_owe_nothing() => ExceptionCode.InMethod(
        """
        var reader = new StreamReader(given);
        reader.ReadLine();
        int.Parse(path);
        """);
}
