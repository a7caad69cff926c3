namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>A wrapper and what it wraps are one obligation.</summary>
public sealed class DiagnosticsWrappers
{
    [Fact]
    public Task Nobody_releases_reader_or_stream() => LeakCode.InMethod(
        """
        var reader = [|new StreamReader(File.OpenRead(path))|];
        reader.ReadLine();
        """);

    [Fact]
    public Task Wrapper_and_stream_in_locals_is_one_report() => LeakCode.InMethod(
        """
        var stream = File.OpenRead(path);
        var reader = [|new StreamReader(stream)|];
        reader.ReadLine();
        """);

    [Fact]
    public Task A_wrapper_that_leaves_open_does_not_release_the_stream() => LeakCode.InMethod(
        """
        var stream = [|File.OpenRead(path)|];
        using var reader = new StreamReader(stream, leaveOpen: true);
        reader.ReadLine();
        """);

    [Fact]
    public Task A_client_that_does_not_dispose_its_handler() => LeakCode.InMethod(
        """
        var handler = [|new SocketsHttpHandler()|];
        using var client = new HttpClient(handler, disposeHandler: false);
        client.CancelPendingRequests();
        """);

    [Fact]
    public Task Three_layers() => LeakCode.InMethod(
        """
        var file = File.OpenRead(path);
        var zip = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionMode.Decompress);
        var reader = [|new StreamReader(zip)|];
        reader.ReadLine();
        """);

    [Fact]
    public Task A_temporary_wrapper_leaves_the_stream_to_its_local() => LeakCode.InMethod(
        """
        var stream = [|File.OpenRead(path)|];
        new StreamReader(stream).ReadLine();
        """);

    [Fact]
    public Task A_source_wrapper_that_keeps_the_stream() => LeakCode.InFile(
        """
        sealed class Wrapper : IDisposable
        {
            private readonly Stream _stream;
            public Wrapper(Stream stream) => _stream = stream;
            public void Dispose() => _stream.Dispose();
        }
        class C
        {
            void M(string path)
            {
                var wrapper = [|new Wrapper(File.OpenRead(path))|];
                Console.WriteLine(wrapper);
            }
        }
        """);

    [Fact]
    public Task An_annotated_wrapper() => LeakCode.InFile(
        """
        class C
        {
            [AliasOf(nameof(inner))]
            static extern Stream Decorate(Stream inner);

            void M(string path)
            {
                var stream = [|File.OpenRead(path)|];
                var decorated = Decorate(stream);
                decorated.ReadByte();
            }
        }
        """);

    [Fact]
    public Task A_fluent_method_returns_the_same_object() => LeakCode.InFile(
        """
        sealed class Builder : IDisposable
        {
            private int _size;
            public Builder WithSize(int size) { _size = size; return this; }
            public void Dispose() => _size = 0;
        }
        class C
        {
            void M()
            {
                var builder = [|new Builder()|].WithSize(3);
                Console.WriteLine(builder.WithSize(4).ToString());
            }
        }
        """);

    [Fact]
    public Task A_stream_that_a_reader_in_source_leaves_open() => LeakCode.InFile(
        """
        sealed class Lines : IDisposable
        {
            private readonly Stream _source;
            private readonly bool _leaveOpen;

            public Lines(Stream source, bool leaveOpen = false)
            {
                _source = source;
                _leaveOpen = leaveOpen;
            }

            public int Next() => _source.ReadByte();

            public void Dispose()
            {
                if (!_leaveOpen)
                    _source.Dispose();
            }
        }

        class C
        {
            int M(string path)
            {
                var stream = [|File.OpenRead(path)|];
                using var lines = new Lines(stream, leaveOpen: true);
                return lines.Next();
            }

            int N(string path)
            {
                var stream = File.OpenRead(path);
                using var lines = new Lines(stream);
                return lines.Next();
            }
        }
        """);

    [Fact]
    public Task A_writer_over_a_file_of_its_own() => LeakCode.InFile(
        """
        class ImageWriter : BinaryWriter
        {
            public ImageWriter(Stream stream) : base(stream) { }
            public void WriteImage() => Write(1);
        }
        class C
        {
            void M(string path)
            {
                var writer = [|new ImageWriter(File.Create(path))|];
                writer.WriteImage();
            }
        }
        """);

    [Fact]
    public Task What_a_transform_was_made_with() => LeakCode.InMethod(
        """
        var aes = [|System.Security.Cryptography.Aes.Create()|];
        using var encryptor = aes.CreateEncryptor();
        Console.WriteLine(encryptor.InputBlockSize);
        """);

    [Fact]
    public Task What_a_transform_that_leaves_was_made_with() => LeakCode.InClass(
        """
        System.Security.Cryptography.ICryptoTransform M()
        {
            var aes = [|System.Security.Cryptography.Aes.Create()|];
            return aes.CreateEncryptor();
        }
        """);
}
