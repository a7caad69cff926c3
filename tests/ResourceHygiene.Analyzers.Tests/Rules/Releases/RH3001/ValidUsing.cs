namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3001;

/// <summary>The end of a using releases what may be released already: nobody wrote that release, and IDisposable allows it.</summary>
public sealed class ValidUsing
{
    [Fact]
    public Task Disposed_before_the_end_of_a_using_declaration() => ReleaseCode.InMethod(
        """
        using var resource = new Resource();
        resource.Use();
        resource.Dispose();
        Console.WriteLine(path);
        """);

    [Fact]
    public Task Disposed_before_the_end_of_a_using_statement() => ReleaseCode.InMethod(
        """
        using (var writer = new StreamWriter(path))
        {
            writer.WriteLine("text");
            writer.Close();
        }
        """);

    [Fact]
    public Task Disposed_on_one_path_before_the_end() => ReleaseCode.InMethod(
        """
        using var resource = new Resource();
        if (flag)
        {
            resource.Dispose();
            return;
        }

        resource.Use();
        """);

    [Fact]
    public Task Disposed_asynchronously_before_the_end() => ReleaseCode.InAsyncMethod(
        """
        await using var stream = File.OpenWrite(path);
        stream.WriteByte(1);
        await stream.DisposeAsync();
        File.Delete(path);
        """);

    [Fact]
    public Task A_wrapper_and_what_it_wraps() => ReleaseCode.InMethod(
        """
        using var stream = File.OpenRead(path);
        using var reader = new StreamReader(stream);
        Console.WriteLine(reader.ReadLine());
        """);

    [Fact]
    public Task Three_wrappers_in_one_row() => ReleaseCode.InMethod(
        """
        using (var stream = File.OpenRead(path))
        using (var zip = new GZipStream(stream, CompressionMode.Decompress))
        using (var reader = new StreamReader(zip))
            Console.WriteLine(reader.ReadLine());
        """);

    [Fact]
    public Task A_writer_that_is_closed_within_the_using_of_its_stream() => ReleaseCode.InMethod(
        """
        using var stream = new MemoryStream();
        var writer = new StreamWriter(stream);
        writer.Write("text");
        writer.Dispose();
        File.WriteAllBytes(path, stream.ToArray());
        """);

    [Fact]
    public Task A_wrapper_that_leaves_its_stream_open() => ReleaseCode.InMethod(
        """
        var stream = new MemoryStream();
        using (var writer = new StreamWriter(stream, leaveOpen: true))
            writer.Write("text");
        stream.Position = 0;
        stream.Dispose();
        """);

    [Fact]
    public Task Two_wrappers_that_leave_their_stream_open() => ReleaseCode.InMethod(
        """
        using var stream = File.Open(path, FileMode.Open);
        using (var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true))
            Console.WriteLine(reader.ReadInt32());
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
            writer.Write(1);
        """);

    [Fact]
    public Task Several_resources_of_one_using() => ReleaseCode.InMethod(
        """
        using Resource first = new(), second = new();
        first.Use();
        second.Use();
        """);
}
