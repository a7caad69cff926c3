namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3005;

/// <summary>Stored, but not beyond the release, or not the resource itself.</summary>
public sealed class ValidStore
{
    [Fact]
    public Task In_a_field_that_is_emptied_before_the_end() => ReleaseCode.InClass(
        """
        private Resource? _current;

        void Work()
        {
            using var resource = new Resource();
            _current = resource;
            _current.Use();
            _current = null;
        }
        """);

    [Fact]
    public Task In_a_field_that_a_finally_empties() => ReleaseCode.InClass(
        """
        private Stream? _current;

        void Work(string path)
        {
            using var stream = File.OpenRead(path);
            _current = stream;
            try
            {
                Step();
            }
            finally
            {
                _current = null;
            }
        }

        void Step() => _current?.ReadByte();
        """);

    [Fact]
    public Task In_an_ambient_field_that_gets_its_old_value_back() => ReleaseCode.InClass(
        """
        [ThreadStatic]
        private static Resource? s_current;

        void Work(Action action)
        {
            using var resource = new Resource();
            var previous = s_current;
            s_current = resource;
            try
            {
                action();
            }
            finally
            {
                s_current = previous;
            }
        }
        """);

    [Fact]
    public Task In_a_property_of_a_local_object() => ReleaseCode.InAsyncMethod(
        """
        using var client = new HttpClient();
        using var content = new StringContent(path);
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = content;
        using var response = await client.SendAsync(request);
        """);

    [Fact]
    public Task In_an_initializer_of_a_local_object() => ReleaseCode.InFile(
        """
        class Options { public Stream? Input { get; set; } public extern int Run(); }
        class C
        {
            int M(string path)
            {
                using var stream = File.OpenRead(path);
                var options = new Options { Input = stream };
                return options.Run();
            }
        }
        """);

    [Fact]
    public Task The_connection_of_a_command() => ReleaseCode.InClass(
        """
        object? Query(DbProviderFactory factory)
        {
            using var connection = factory.CreateConnection()!;
            using var command = factory.CreateCommand()!;
            command.Connection = connection;
            return command.ExecuteScalar();
        }
        """);

    [Fact]
    public Task A_result_of_it() => ReleaseCode.InClass(
        """
        private string _text = "";

        void Load(string path)
        {
            using var reader = new StreamReader(path);
            _text = reader.ReadToEnd();
        }
        """);

    [Fact]
    public Task A_field_that_is_released_where_it_is() => ReleaseCode.InClass(
        """
        private Resource? _resource;

        void Open() => _resource = new Resource();

        void Close()
        {
            _resource?.Dispose();
            _resource = null;
        }
        """);

    [Fact]
    public Task The_new_one_while_the_old_one_is_released() => ReleaseCode.InClass(
        """
        private Stream _stream = Stream.Null;

        void Reopen(string path)
        {
            using var old = _stream;
            _stream = File.OpenRead(path);
        }
        """);

    [Fact]
    public Task An_out_parameter_with_the_content() => ReleaseCode.InClass(
        """
        bool TryRead(string path, out string text)
        {
            using var reader = new StreamReader(path);
            text = reader.ReadToEnd();
            return text.Length > 0;
        }
        """);

    [Fact]
    public Task An_array_that_is_copied_before_it_goes_back() => ReleaseCode.InClass(
        """
        private byte[] _content = [];

        void Load(Stream stream)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(256);
            int read = stream.Read(buffer, 0, 256);
            _content = buffer.AsSpan(0, read).ToArray();
            ArrayPool<byte>.Shared.Return(buffer);
        }
        """);
}
