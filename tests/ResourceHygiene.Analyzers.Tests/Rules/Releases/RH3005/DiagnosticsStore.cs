namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3005;

/// <summary>A field or an out parameter gets what this method releases.</summary>
public sealed class DiagnosticsStore
{
    [Fact]
    public Task In_a_field() => ReleaseCode.InClass(
        """
        private Stream? _stream;

        void Open(string path)
        {
            using var stream = File.OpenRead(path);
            _stream = {|RH3005:stream|};
        }
        """);

    [Fact]
    public Task In_a_static_field() => ReleaseCode.InClass(
        """
        private static Resource? s_shared;

        static void Initialize()
        {
            using (var resource = new Resource())
            {
                resource.Use();
                s_shared = {|RH3005:resource|};
            }
        }
        """);

    [Fact]
    public Task In_a_field_by_a_constructor() => ReleaseCode.InClass(
        """
        private readonly StreamReader _reader;

        C(string path)
        {
            using var reader = new StreamReader(path);
            _reader = {|RH3005:reader|};
        }
        """);

    [Fact]
    public Task In_a_field_and_released_by_a_finally() => ReleaseCode.InClass(
        """
        private Stream? _stream;

        void Open(string path)
        {
            var stream = File.OpenRead(path);
            try
            {
                stream.ReadByte();
                _stream = {|RH3005:stream|};
            }
            finally
            {
                stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task In_a_field_within_a_wrapper() => ReleaseCode.InClass(
        """
        private StreamReader? _reader;

        void Open(string path)
        {
            using var stream = File.OpenRead(path);
            _reader = {|RH3005:new StreamReader(stream)|};
        }
        """);

    [Fact]
    public Task In_a_property_of_this_object() => ReleaseCode.InClass(
        """
        Stream? Current { get; set; }

        void Open(string path)
        {
            using var stream = File.OpenRead(path);
            Current = {|RH3005:stream|};
        }
        """);

    [Fact]
    public Task In_an_out_parameter() => ReleaseCode.InClass(
        """
        bool TryOpen(string path, out Stream stream)
        {
            using var file = File.OpenRead(path);
            stream = {|RH3005:file|};
            return true;
        }
        """);

    [Fact]
    public Task In_an_out_parameter_within_a_wrapper() => ReleaseCode.InClass(
        """
        void Open(string path, out StreamReader reader)
        {
            using var file = File.OpenRead(path);
            reader = {|RH3005:new StreamReader(file)|};
        }
        """);

    [Fact]
    public Task In_a_reference_parameter() => ReleaseCode.InClass(
        """
        void Replace(string path, ref Stream stream)
        {
            using var file = File.OpenRead(path);
            stream = {|RH3005:file|};
        }
        """);
}
