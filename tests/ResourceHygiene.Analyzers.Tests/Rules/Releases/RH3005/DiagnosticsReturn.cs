namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3005;

/// <summary>The caller gets what the using releases on the way out.</summary>
public sealed class DiagnosticsReturn
{
    [Fact]
    public Task From_a_using_declaration() => ReleaseCode.InClass(
        """
        Stream Open(string path)
        {
            using var stream = File.OpenRead(path);
            return {|RH3005:stream|};
        }
        """);

    [Fact]
    public Task From_a_using_statement() => ReleaseCode.InClass(
        """
        Resource Create()
        {
            using (var resource = new Resource())
            {
                resource.Use();
                return {|RH3005:resource|};
            }
        }
        """);

    [Fact]
    public Task Under_another_name() => ReleaseCode.InClass(
        """
        Resource Create()
        {
            using var resource = new Resource();
            var result = resource;
            return {|RH3005:result|};
        }
        """);

    [Fact]
    public Task In_a_new_wrapper() => ReleaseCode.InClass(
        """
        StreamReader Open(string path)
        {
            using var stream = File.OpenRead(path);
            return {|RH3005:new StreamReader(stream)|};
        }
        """);

    [Fact]
    public Task In_a_wrapper_that_has_a_name() => ReleaseCode.InClass(
        """
        StreamReader Open(string path)
        {
            using var stream = File.OpenRead(path);
            var reader = new StreamReader(stream);
            reader.ReadLine();
            return {|RH3005:reader|};
        }
        """);

    [Fact]
    public Task In_a_zip_stream() => ReleaseCode.InClass(
        """
        Stream Open(string path)
        {
            using var stream = File.OpenRead(path);
            return {|RH3005:new GZipStream(stream, CompressionMode.Decompress)|};
        }
        """);

    [Fact]
    public Task On_one_branch_of_a_choice() => ReleaseCode.InClass(
        """
        Stream? Open(string path, bool flag)
        {
            using var stream = File.OpenRead(path);
            return flag ? {|RH3005:stream|} : null;
        }
        """);

    [Fact]
    public Task In_an_arm_of_a_switch() => ReleaseCode.InClass(
        """
        Stream Open(string path)
        {
            using var stream = File.OpenRead(path);
            return stream.ReadByte() switch
            {
                1 => {|RH3005:stream|},
                _ => Stream.Null,
            };
        }
        """);

    [Fact]
    public Task In_a_tuple() => ReleaseCode.InClass(
        """
        (Stream Stream, int Length) Open(string path)
        {
            using var stream = File.OpenRead(path);
            int length = stream.ReadByte();
            return ({|RH3005:stream|}, length);
        }
        """);

    [Fact]
    public Task From_an_async_method() => ReleaseCode.InClass(
        """
        async Task<Stream> OpenAsync(string path)
        {
            await using var stream = File.OpenRead(path);
            await Task.Yield();
            return {|RH3005:stream|};
        }
        """);

    [Fact]
    public Task From_a_property() => ReleaseCode.InClass(
        """
        Stream Log
        {
            get
            {
                using var stream = File.OpenRead("log");
                return {|RH3005:stream|};
            }
        }
        """);

    [Fact]
    public Task From_a_local_function() => ReleaseCode.InMethod(
        """
        using var opened = Open(path);
        opened.ReadByte();

        static Stream Open(string path)
        {
            using var stream = File.OpenRead(path);
            return {|RH3005:stream|};
        }
        """);

    [Fact]
    public Task From_a_lambda() => ReleaseCode.InClass(
        """
        private readonly Func<string, Stream> _open = path =>
        {
            using var stream = File.OpenRead(path);
            return {|RH3005:stream|};
        };
        """);

    [Fact]
    public Task On_one_path_only() => ReleaseCode.InClass(
        """
        Stream? Open(string path)
        {
            using var stream = File.OpenRead(path);
            if (stream.ReadByte() == 1)
                return {|RH3005:stream|};
            return null;
        }
        """);

    [Fact]
    public Task A_parameter() => ReleaseCode.InClass(
        """
        Stream Rewind(Stream stream)
        {
            using (stream)
            {
                stream.Position = 0;
                return {|RH3005:stream|};
            }
        }
        """);

    [Fact]
    public Task As_an_interface() => ReleaseCode.InClass(
        """
        IDisposable Begin()
        {
            using var resource = new Resource();
            return {|RH3005:resource|};
        }
        """);
}
