namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3003;

/// <summary>Released, then used.</summary>
public sealed class DiagnosticsStraightLine
{
    [Fact]
    public Task A_method() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        resource.Dispose();
        {|RH3003:resource|}.Use();
        """);

    [Fact]
    public Task A_stream() => ReleaseCode.InMethod(
        """
        var stream = File.OpenRead(path);
        stream.Dispose();
        Console.WriteLine({|RH3003:stream|}.ReadByte());
        """);

    [Fact]
    public Task A_property_that_needs_the_file() => ReleaseCode.InMethod(
        """
        var stream = File.OpenRead(path);
        stream.Dispose();
        Console.WriteLine({|RH3003:stream|}.Length);
        """);

    [Fact]
    public Task A_property_that_is_set() => ReleaseCode.InMethod(
        """
        given.Dispose();
        {|RH3003:given|}.Position = 0;
        """);

    [Fact]
    public Task Closed_instead_of_disposed() => ReleaseCode.InMethod(
        """
        var writer = new StreamWriter(path);
        writer.Close();
        {|RH3003:writer|}.WriteLine("text");
        """);

    [Fact]
    public Task A_parameter() => ReleaseCode.InClass(
        """
        int M(Stream stream)
        {
            stream.Dispose();
            return {|RH3003:stream|}.ReadByte();
        }
        """);

    [Fact]
    public Task An_out_variable() => ReleaseCode.InClass(
        """
        static extern void Open([Owned] out Resource resource);

        void M()
        {
            Open(out var resource);
            resource.Dispose();
            {|RH3003:resource|}.Use();
        }
        """);

    [Fact]
    public Task By_conditional_access() => ReleaseCode.InMethod(
        """
        var stream = File.OpenRead(path);
        stream.Dispose();
        {|RH3003:stream|}?.ReadByte();
        """);

    [Fact]
    public Task In_a_condition() => ReleaseCode.InMethod(
        """
        var stream = File.OpenRead(path);
        stream.Dispose();
        if ({|RH3003:stream|}.ReadByte() < 0)
            Console.WriteLine(path);
        """);

    [Fact]
    public Task Used_and_then_released_again() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        resource.Dispose();
        {|RH3003:resource|}.Use();
        {|RH3001:resource.Dispose()|};
        """);

    [Fact]
    public Task In_a_program() => ReleaseCode.InProgram(
        """
        var reader = new StreamReader("a");
        reader.Dispose();
        Console.WriteLine({|RH3003:reader|}.ReadLine());
        """);

    [Fact]
    public Task In_a_lambda() => ReleaseCode.InMethod(
        """
        Action work = () =>
        {
            var resource = new Resource();
            resource.Dispose();
            {|RH3003:resource|}.Use();
        };
        work();
        """);

    [Fact]
    public Task In_an_iterator() => ReleaseCode.InClass(
        """
        IEnumerable<string> Lines(string path)
        {
            var reader = {|RH6003:new StreamReader(path)|};
            yield return "first";
            reader.Dispose();
            yield return {|RH3003:reader|}.ReadToEnd();
        }
        """);
}
