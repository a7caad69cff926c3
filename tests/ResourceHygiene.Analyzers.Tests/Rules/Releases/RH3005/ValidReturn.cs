namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3005;

/// <summary>What leaves is something else than what is released.</summary>
public sealed class ValidReturn
{
    [Fact]
    public Task A_number_read_from_it() => ReleaseCode.InClass(
        """
        int First(string path)
        {
            using var stream = File.OpenRead(path);
            return stream.ReadByte();
        }
        """);

    [Fact]
    public Task A_text_read_from_it() => ReleaseCode.InClass(
        """
        string Read(string path)
        {
            using var stream = File.OpenRead(path);
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
        """);

    [Fact]
    public Task A_text_read_from_it_asynchronously() => ReleaseCode.InClass(
        """
        async Task<string> ReadAsync(string path)
        {
            using var reader = new StreamReader(path);
            return await reader.ReadToEndAsync();
        }
        """);

    [Fact]
    public Task The_bytes_of_a_memory_stream() => ReleaseCode.InClass(
        """
        byte[] Write()
        {
            using var stream = new MemoryStream();
            using var writer = new StreamWriter(stream);
            writer.Write("text");
            writer.Flush();
            return stream.ToArray();
        }
        """);

    [Fact]
    public Task A_clone() => ReleaseCode.InFile(
        """
        class Picture : Resource, ICloneable { public extern object Clone(); public extern Picture Rotate(int degrees); }
        class C
        {
            Picture M(Picture source)
            {
                using var rotated = source.Rotate(90);
                return (Picture)rotated.Clone();
            }
        }
        """);

    [Fact]
    public Task Another_resource() => ReleaseCode.InClass(
        """
        Resource Create(string path)
        {
            using var stream = File.OpenRead(path);
            var resource = new Resource();
            resource.Use();
            return resource;
        }
        """);

    [Fact]
    public Task What_was_parsed_from_it() => ReleaseCode.InClass(
        """
        List<string> Lines(string path)
        {
            using var reader = new StreamReader(path);
            var lines = new List<string>();
            while (reader.ReadLine() is { } line)
                lines.Add(line);
            return lines;
        }
        """);

    [Fact]
    public Task A_tuple_of_what_was_read() => ReleaseCode.InClass(
        """
        (string Name, long Length) Describe(string path)
        {
            using var stream = File.OpenRead(path);
            return (stream.Name, stream.Length);
        }
        """);

    [Fact]
    public Task Whether_it_is_there() => ReleaseCode.InClass(
        """
        bool CanOpen(string path)
        {
            using var stream = TryOpen(path);
            return stream != null;
        }

        static extern Stream? TryOpen(string path);
        """);

    [Fact]
    public Task A_memory_stream_that_its_writer_left_open() => ReleaseCode.InClass(
        """
        MemoryStream Write()
        {
            var stream = new MemoryStream();
            using (var writer = new StreamWriter(stream, leaveOpen: true))
                writer.Write("text");
            stream.Position = 0;
            return stream;
        }
        """);

    [Fact]
    public Task An_archive_that_leaves_its_stream_open() => ReleaseCode.InClass(
        """
        Stream Pack()
        {
            var stream = new MemoryStream();
            using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
                archive.CreateEntry("a");
            stream.Position = 0;
            return stream;
        }
        """);

    [Fact]
    public Task A_reader_of_a_command_that_is_released() => ReleaseCode.InClass(
        """
        DbDataReader Query(DbConnection connection)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "select 1";
            return command.ExecuteReader();
        }
        """);

    [Fact]
    public Task A_task_that_still_reads_from_it() => ReleaseCode.InClass(
        """
        Task<string> ReadAsync(string path)
        {
            using var reader = new StreamReader(path);
            return reader.ReadToEndAsync();
        }
        """);

    [Fact]
    public Task Elements_while_the_reader_is_open() => ReleaseCode.InClass(
        """
        IEnumerable<string> Lines(string path)
        {
            using var reader = new StreamReader(path);
            while (reader.ReadLine() is { } line)
                yield return line;
        }
        """);

    [Fact]
    public Task Each_resource_while_it_is_consumed() => ReleaseCode.InClass(
        """
        IEnumerable<Stream> Open(string[] paths)
        {
            foreach (string path in paths)
            {
                using var stream = File.OpenRead(path);
                yield return stream;
            }
        }
        """);

    [Fact]
    public Task What_is_computed_from_it_is_no_other_face_of_it() => ReleaseCode.InFile(
        """
        class Shape : IDisposable
        {
            private readonly IntPtr _memory = System.Runtime.InteropServices.Marshal.AllocHGlobal(8);
            public Shape CreateEmptyLike() => new Shape();
            public static Shape LikeThis(Shape shape) => shape.CreateEmptyLike();
            public void Dispose() => System.Runtime.InteropServices.Marshal.FreeHGlobal(_memory);
        }
        class C
        {
            Shape M()
            {
                var shape = new Shape();
                using var other = Shape.LikeThis(shape);
                other.GetHashCode();
                return shape;
            }
        }
        """);
}
