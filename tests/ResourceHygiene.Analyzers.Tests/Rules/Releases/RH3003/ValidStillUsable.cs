namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3003;

/// <summary>What a type allows after its release, or after Close.</summary>
public sealed class ValidStillUsable
{
    [Fact]
    public Task The_bytes_of_a_memory_stream() => ReleaseCode.InMethod(
        """
        var stream = new MemoryStream();
        using (var writer = new StreamWriter(stream))
            writer.Write("text");
        File.WriteAllBytes(path, stream.ToArray());
        """);

    [Fact]
    public Task The_bytes_of_a_compressed_memory_stream() => ReleaseCode.InClass(
        """
        byte[] Compress(byte[] data)
        {
            using var stream = new MemoryStream();
            using (var zip = new GZipStream(stream, CompressionMode.Compress))
                zip.Write(data, 0, data.Length);
            return stream.ToArray();
        }
        """);

    [Fact]
    public Task The_buffer_of_a_memory_stream() => ReleaseCode.InMethod(
        """
        var stream = new MemoryStream();
        stream.WriteByte(1);
        stream.Close();
        byte[] buffer = stream.GetBuffer();
        if (stream.TryGetBuffer(out var segment))
            Console.WriteLine(segment.Count + buffer.Length);
        """);

    [Fact]
    public Task The_text_of_a_string_writer() => ReleaseCode.InMethod(
        """
        var writer = new StringWriter();
        writer.Write("text");
        writer.Dispose();
        Console.WriteLine(writer.ToString());
        Console.WriteLine(writer.GetStringBuilder().Length);
        """);

    [Fact]
    public Task A_connection_after_close() => ReleaseCode.InClass(
        """
        void M(DbConnection connection)
        {
            connection.Open();
            connection.Close();
            connection.ConnectionString = "b";
            connection.Open();
        }
        """);

    [Fact]
    public Task A_process_after_close() => ReleaseCode.InMethod(
        """
        using var process = new Process { StartInfo = { FileName = path } };
        process.Start();
        process.Close();
        process.Start();
        """);

    [Fact]
    public Task A_listener_after_stop() => ReleaseCode.InMethod(
        """
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        listener.Stop();
        listener.Start();
        Console.WriteLine(listener.LocalEndpoint);
        """);

    [Fact]
    public Task The_duration_of_a_stopped_activity() => ReleaseCode.InMethod(
        """
        using var activity = new Activity(path).Start();
        given.ReadByte();
        activity.Stop();
        Console.WriteLine(activity.Duration);
        """);

    [Fact]
    public Task A_task_that_was_disposed() => ReleaseCode.InMethod(
        """
        var task = Task.Run(() => path.Length);
        task.Wait();
        task.Dispose();
        Console.WriteLine(task.Result);
        """);

    [Fact]
    public Task A_stream_that_its_reader_left_open() => ReleaseCode.InMethod(
        """
        using (var reader = new StreamReader(given, leaveOpen: true))
            Console.WriteLine(reader.ReadLine());
        given.ReadByte();
        """);

    [Fact]
    public Task A_stream_behind_a_crypto_stream_that_leaves_it_open() => ReleaseCode.InClass(
        """
        void M(Stream stream, System.Security.Cryptography.ICryptoTransform transform)
        {
            using (var crypto = new System.Security.Cryptography.CryptoStream(stream, transform, System.Security.Cryptography.CryptoStreamMode.Write, leaveOpen: true))
                crypto.WriteByte(1);
            stream.Flush();
        }
        """);

    [Fact]
    public Task A_stream_behind_an_archive_that_leaves_it_open() => ReleaseCode.InMethod(
        """
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            archive.CreateEntry("a");
        stream.Position = 0;
        stream.CopyTo(given);
        """);

    [Fact]
    public Task A_stream_whose_reader_closes_it_or_not() => ReleaseCode.InMethod(
        """
        using (var reader = new StreamReader(given, leaveOpen: flag))
            Console.WriteLine(reader.ReadLine());
        if (flag)
            given.ReadByte();
        """);

    [Fact]
    public Task A_handler_that_its_client_does_not_dispose() => ReleaseCode.InAsyncMethod(
        """
        using var handler = new HttpClientHandler();
        using (var client = new HttpClient(handler, disposeHandler: false))
            Console.WriteLine(await client.GetStringAsync(path));
        using var other = new HttpClient(handler, disposeHandler: false);
        Console.WriteLine(await other.GetStringAsync(path));
        """);

    [Fact]
    public Task An_xml_reader_whose_part_was_read() => ReleaseCode.InClass(
        """
        void M(System.Xml.XmlReader reader)
        {
            while (reader.Read())
            {
                using var part = reader.ReadSubtree();
                part.MoveToContent();
            }
        }
        """);

    [Fact]
    public Task What_returns_its_own_type_may_be_a_child() => ReleaseCode.InFile(
        """
        public abstract class Node : IDisposable
        {
            public abstract Node Child();
            public abstract int Read();
            public abstract void Dispose();
        }
        class C
        {
            static Node ChildOf(Node node) => node.Child();

            int M(Node node)
            {
                using (var child = node.Child())
                    child.Read();
                using (var child = ChildOf(node))
                    child.Read();
                return node.Read();
            }
        }
        """);

    [Fact]
    public Task Code_that_does_not_compile() => ReleaseCode.InMethod(
        """
        var bitmap = {|CS0103:Bitmap|}.Decode(path);
        using (bitmap)
            Console.WriteLine(path);
        bitmap?.Dispose();
        bitmap.Draw();
        """);

    [Fact]
    public Task A_handle_marked_as_invalid() => ReleaseCode.InMethod(
        """
        var handle = File.OpenHandle(path);
        handle.Dispose();
        handle.SetHandleAsInvalid();
        """);

    [Fact]
    public Task The_path_that_was_watched() => ReleaseCode.InMethod(
        """
        var watcher = new FileSystemWatcher(path);
        watcher.Dispose();
        Console.WriteLine(watcher.Path + watcher.Filter);
        """);

    [Fact]
    public Task A_response_asked_for_its_success() => ReleaseCode.InAsyncMethod(
        """
        using var client = new HttpClient();
        var response = await client.GetAsync(path);
        response.Dispose();
        Console.WriteLine(response.IsSuccessStatusCode);
        """);

    [Fact]
    public Task A_property_in_source_that_yields_what_is_stored() => ReleaseCode.InFile(
        """
        sealed class Package : IDisposable
        {
            private readonly string _name = "";
            private readonly FileStream? _file;
            private int _checksum;

            public string Name => _name;
            public int Checksum { get { return _checksum; } }
            public byte[] Header { get; } = new byte[4];
            public bool HasData => _checksum != 0 && Header.Length > 0;
            public void Add(int part) => _checksum += part;
            public void Dispose() => _file?.Dispose();
        }

        class C
        {
            void M(Package package)
            {
                package.Dispose();
                Console.WriteLine(package.Name + package.Checksum + package.Header.Length + package.HasData);
            }
        }
        """);

    [Fact]
    public Task An_object_that_is_no_resource_after_its_Close() => ReleaseCode.InFile(
        """
        class Configuration
        {
            public string Name { get; set; } = "";
            public extern void Close();
            public extern void Describe();
        }
        class C
        {
            void M(Configuration old)
            {
                old.Close();
                old.Describe();
                Console.WriteLine(old);
                old.Close();
            }
        }
        """);

    [Fact]
    public Task What_a_factory_allocated_something_from() => ReleaseCode.InFile(
        """
        class Allocator : IDisposable
        {
            public Chunk Allocate(int size) => new Chunk(size);
            public void Dispose() { Console.WriteLine("gone"); }
        }
        class Chunk : IDisposable
        {
            public Chunk(int size) => Size = size;
            public int Size { get; }
            public void Dispose() { Console.WriteLine("freed"); }
        }
        class Histogram : IDisposable
        {
            private readonly Chunk _block;
            private Histogram(Chunk block) => _block = block;
            public static Histogram Create(Allocator allocator)
            {
                Chunk block = allocator.Allocate(8);
                return new Histogram(block);
            }
            public void Dispose() => _block.Dispose();
        }
        class C
        {
            void M(Allocator allocator)
            {
                using (var histogram = Histogram.Create(allocator))
                    Console.WriteLine(histogram);
                using (var other = allocator.Allocate(3))
                    Console.WriteLine(other);
            }
        }
        """);
}
