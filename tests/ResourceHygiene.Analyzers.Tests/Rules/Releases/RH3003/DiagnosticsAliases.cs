namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3003;

/// <summary>Released under one name, used under another.</summary>
public sealed class DiagnosticsAliases
{
    [Fact]
    public Task A_copy_of_a_local() => ReleaseCode.InMethod(
        """
        var first = new Resource();
        var second = first;
        first.Dispose();
        {|RH3003:second|}.Use();
        """);

    [Fact]
    public Task A_copy_of_a_copy() => ReleaseCode.InMethod(
        """
        var first = new Resource();
        var second = first;
        var third = second;
        third.Dispose();
        {|RH3003:first|}.Use();
        """);

    [Fact]
    public Task A_cast() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        ((IDisposable)resource).Dispose();
        {|RH3003:resource|}.Use();
        """);

    [Fact]
    public Task A_pattern_variable() => ReleaseCode.InMethod(
        """
        if (given is FileStream file)
        {
            file.Dispose();
            {|RH3003:given|}.ReadByte();
        }
        """);

    [Fact]
    public Task A_local_copy_of_a_field() => ReleaseCode.InClass(
        """
        private FileStream _stream = File.OpenRead("a");

        int M()
        {
            var stream = _stream;
            stream.Dispose();
            return {|RH3003:_stream|}.ReadByte();
        }
        """);

    [Fact]
    public Task The_stream_of_a_reader() => ReleaseCode.InMethod(
        """
        var stream = File.OpenRead(path);
        var reader = new StreamReader(stream);
        reader.Dispose();
        {|RH3003:stream|}.ReadByte();
        """);

    [Fact]
    public Task The_stream_of_a_reader_in_a_using() => ReleaseCode.InMethod(
        """
        var stream = File.OpenRead(path);
        using (var reader = new StreamReader(stream))
            Console.WriteLine(reader.ReadLine());
        {|RH3003:stream|}.Seek(0, SeekOrigin.Begin);
        """);

    [Fact]
    public Task The_stream_of_a_zip_stream() => ReleaseCode.InMethod(
        """
        using var stream = File.Create(path);
        using (var zip = new GZipStream(stream, CompressionMode.Compress))
            zip.WriteByte(1);
        Console.WriteLine({|RH3003:stream|}.Length);
        """);

    [Fact]
    public Task A_memory_stream_of_a_writer() => ReleaseCode.InMethod(
        """
        var stream = new MemoryStream();
        using (var writer = new StreamWriter(stream))
            writer.Write("text");
        {|RH3003:stream|}.Position = 0;
        """);

    [Fact]
    public Task A_borrowed_stream_of_a_reader() => ReleaseCode.InMethod(
        """
        using (var reader = new StreamReader(given))
            Console.WriteLine(reader.ReadToEnd());
        {|RH3003:given|}.ReadByte();
        """);

    [Fact]
    public Task A_wrapper_whose_flag_says_that_it_closes() => ReleaseCode.InMethod(
        """
        using (var reader = new StreamReader(given, leaveOpen: false))
            Console.WriteLine(reader.ReadToEnd());
        {|RH3003:given|}.ReadByte();
        """);

    [Fact]
    public Task An_annotated_wrapper() => ReleaseCode.InFile(
        """
        class Session : IDisposable
        {
            [AliasOf(nameof(resource))]
            public extern Session(Resource resource);
            public extern void Dispose();
        }

        class C
        {
            void M()
            {
                var resource = new Resource();
                var session = new Session(resource);
                session.Dispose();
                {|RH3003:resource|}.Use();
            }
        }
        """);
}
