namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>Releasing the wrapper releases what it wraps, and the other way round.</summary>
public sealed class ValidWrappers
{
    [Fact]
    public Task Reader_around_a_stream_in_using() => LeakCode.InMethod(
        """
        using var reader = new StreamReader(File.OpenRead(path));
        reader.ReadLine();
        """);

    [Fact]
    public Task Reader_around_a_local_stream() => LeakCode.InMethod(
        """
        var stream = File.OpenRead(path);
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        """);

    [Fact]
    public Task Stream_released_instead_of_the_reader() => LeakCode.InMethod(
        """
        using var stream = File.OpenRead(path);
        var reader = new StreamReader(stream);
        reader.ReadLine();
        """);

    [Fact]
    public Task Reader_around_somebody_elses_stream() => LeakCode.InMethod(
        """
        var reader = new StreamReader(given);
        reader.ReadLine();
        new BinaryReader(given).ReadByte();
        """);

    [Fact]
    public Task Writer_that_leaves_somebody_elses_stream_open() => LeakCode.InMethod(
        """
        var writer = new StreamWriter(given, leaveOpen: true);
        writer.Flush();
        """);

    [Fact]
    public Task Three_layers() => LeakCode.InMethod(
        """
        var file = File.OpenRead(path);
        var zip = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(zip);
        reader.ReadLine();
        """);

    [Fact]
    public Task Crypto_stream() => LeakCode.InMethod(
        """
        using var aes = System.Security.Cryptography.Aes.Create();
        using var encryptor = aes.CreateEncryptor();
        using var stream = new System.Security.Cryptography.CryptoStream(File.Create(path), encryptor, System.Security.Cryptography.CryptoStreamMode.Write);
        stream.WriteByte(1);
        """);

    [Fact]
    public Task Client_that_owns_its_handler() => LeakCode.InMethod(
        """
        var handler = new HttpClientHandler();
        using var client = new HttpClient(handler);
        using var other = new HttpClient(new SocketsHttpHandler(), disposeHandler: true);
        """);

    [Fact]
    public Task Released_through_the_base_stream() => LeakCode.InMethod(
        """
        var reader = new StreamReader(File.OpenRead(path));
        reader.BaseStream.Dispose();
        """);

    [Fact]
    public Task Source_wrapper_derived_from_a_library_wrapper() => LeakCode.InFile(
        """
        sealed class HeaderReader : BinaryReader
        {
            public HeaderReader(Stream stream) : base(stream) { }
        }
        class C
        {
            void M(string path, Stream given)
            {
                var borrowed = new HeaderReader(given);
                borrowed.ReadByte();
                using var own = new HeaderReader(File.OpenRead(path));
            }
        }
        """);

    [Fact]
    public Task Source_method_that_wraps_somebody_elses_stream() => LeakCode.InClass(
        """
        static TextReader Wrap(Stream stream) => new StreamReader(stream);

        void M(Stream given)
        {
            var reader = Wrap(given);
            reader.ReadLine();
        }
        """);

    [Fact]
    public Task Returned_wrapper() => LeakCode.InClass(
        """
        TextReader Open(string path)
        {
            var stream = File.OpenRead(path);
            return new StreamReader(stream);
        }
        """);

    [Fact]
    public Task Source_wrapper_that_releases_what_it_stores() => LeakCode.InFile(
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
                var stream = File.OpenRead(path);
                using var wrapper = new Wrapper(stream);
            }
        }
        """);

    [Fact]
    public Task Fluent_configuration_of_a_used_object() => LeakCode.InFile(
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
                using var builder = new Builder().WithSize(3).WithSize(4);
                var other = new Builder();
                other.WithSize(5).Dispose();
            }
        }
        """);

    [Fact]
    public Task A_writer_over_what_a_borrowed_object_holds() => LeakCode.InFile(
        """
        class Target
        {
            public Stream Stream { get; set; } = Stream.Null;
        }
        class ImageWriter : BinaryWriter
        {
            private readonly Target _target;
            public ImageWriter(Target target) : base(target.Stream) => _target = target;
            public void WriteImage() => Write(_target.GetHashCode());
        }
        class C
        {
            void M(Target target)
            {
                var writer = new ImageWriter(target);
                writer.WriteImage();
            }
        }
        """);

    [Fact]
    public Task A_reader_that_remembers_the_stream_that_its_base_reads() => LeakCode.InFile(
        """
        class Numbers : StreamReader
        {
            private readonly Stream _stream;
            public Numbers(Stream stream) : base(stream) => _stream = stream;
            public long Length => _stream.Length;
        }
        class C
        {
            long M(Stream given)
            {
                var numbers = new Numbers(given);
                return numbers.Length;
            }
        }
        """);
}
