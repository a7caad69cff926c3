namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>A pattern's variable is the resource; where the pattern does not match there is none.</summary>
public sealed class ValidPatterns
{
    private const string Open = "static Stream? Open(string path) => File.Exists(path) ? File.OpenRead(path) : null;\n";

    [Theory]
    [InlineData("if (Open(path) is { } stream) stream.Dispose();")]
    [InlineData("if (Open(path) is Stream stream) { stream.ReadByte(); stream.Dispose(); }")]
    [InlineData("if (Open(path) is not { } stream) return; stream.Dispose();")]
    [InlineData("if (Open(path) is not Stream stream) { Console.WriteLine(path); return; } stream.Dispose();")]
    public Task Named_by_a_pattern(string statements) => LeakCode.InClass($"{Open}void M(string path, bool flag) {{ {statements} }}");

    [Fact]
    public Task A_switch_statement_over_the_resource() => LeakCode.InClass(
        Open +
        """
        void M(string path)
        {
            switch (Open(path))
            {
                case null:
                    break;
                case FileStream file:
                    file.Flush(true);
                    file.Dispose();
                    break;
                case var other:
                    other.Dispose();
                    break;
            }
        }
        """);

    [Fact]
    public Task Every_case_releases() => LeakCode.InClass(
        """
        void M(string path, int kind)
        {
            var stream = File.OpenRead(path);
            switch (kind)
            {
                case 0:
                    stream.Dispose();
                    break;
                case 1:
                case 2:
                    stream.ReadByte();
                    goto case 0;
                default:
                    stream.Dispose();
                    return;
            }
        }
        """);

    [Fact]
    public Task Every_arm_returns_it() => LeakCode.InClass(
        """
        Stream Open(string path, int kind)
        {
            var stream = File.OpenRead(path);
            return kind switch
            {
                0 => stream,
                > 0 and < 10 => new BufferedStream(stream),
                _ => new BinaryReader(stream).BaseStream,
            };
        }
        """);

    [Fact]
    public Task Made_by_an_arm_of_a_switch_expression() => LeakCode.InMethod(
        """
        Stream? stream = path switch
        {
            "" => null,
            "-" => new MemoryStream(),
            _ => File.OpenRead(path),
        };
        if (stream == null)
            return;
        stream.ReadByte();
        stream.Dispose();
        """);

    [Fact]
    public Task Released_as_what_it_may_be() => LeakCode.InMethod(
        """
        object made = new Resource();
        if (flag)
            Console.WriteLine(made);
        if (made is IDisposable disposable)
            disposable.Dispose();
        """);

    [Fact]
    public Task Asynchronously_where_it_can() => LeakCode.InAsyncMethod(
        """
        Stream stream = File.OpenRead(path);
        stream.ReadByte();
        if (stream is IAsyncDisposable asynchronous)
            await asynchronous.DisposeAsync();
        else
            stream.Dispose();
        """);
}
