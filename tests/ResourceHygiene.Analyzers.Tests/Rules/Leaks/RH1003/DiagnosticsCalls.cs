namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1003;

/// <summary>Calls that plausibly throw: input and output, parsing, code that is not seen, code that is seen to throw.</summary>
public sealed class DiagnosticsCalls
{
    [Theory]
    [InlineData("int.Parse(path);")]
    [InlineData("DateTime.Parse(path);")]
    [InlineData("Enum.Parse<DayOfWeek>(path);")]
    [InlineData("Convert.FromBase64String(path);")]
    [InlineData("System.Text.Json.JsonSerializer.Deserialize<int>(path);")]
    [InlineData("File.ReadAllText(path);")]
    [InlineData("File.Delete(path);")]
    [InlineData("Directory.CreateDirectory(path);")]
    [InlineData("given.ReadByte();")]
    [InlineData("given.Write(new byte[1]);")]
    [InlineData("given.Flush();")]
    [InlineData("if (flag) File.Delete(path);")]
    [InlineData("int number = flag ? int.Parse(path) : 0;")]
    [InlineData("for (int i = 0; i < 3; i++) given.ReadByte();")]
    [InlineData("lock (given) given.ReadByte();")]
    [InlineData("try { given.ReadByte(); } finally { Console.WriteLine(path); }")]
    public Task Of_the_base_library(string statement) => ExceptionCode.InMethod(
        $$"""
        var resource = [|new Resource()|];
        {{statement}}
        resource.Dispose();
        """);

    [Theory]
    [InlineData("worker.Work();")]
    [InlineData("Virtual();")]
    [InlineData("action();")]
    [InlineData("action.Invoke();")]
    [InlineData("action?.Invoke();")]
    [InlineData("LocalParse();")]
    [InlineData("int number = Number(path) + 1;")]
    [InlineData("resource.Name = Read(path);")]
    [InlineData("if (worker.IsReady()) Console.WriteLine(path);")]
    [InlineData("worker.Ready += (_, _) => { }; worker.Work();")]
    public Task Of_ones_own(string statement) => ExceptionCode.InClass(
        $$"""
        interface IWorker { void Work(); bool IsReady(); event EventHandler? Ready; }

        protected virtual void Virtual() { }
        static int Number(string text) => int.Parse(text);
        static string Read(string path) => File.ReadAllText(path);

        void M(string path, IWorker worker, Action action)
        {
            var resource = [|new Resource()|];
            {{statement}}
            resource.Dispose();

            int LocalParse() => int.Parse(path);
        }
        """);

    [Theory]
    [InlineData("stream.ReadByte();")]
    [InlineData("stream.WriteByte(1);")]
    [InlineData("stream.CopyTo(given);")]
    [InlineData("stream.ReadExactly(new byte[4]);")]
    [InlineData("stream.SetLength(0);")]
    [InlineData("System.Xml.Linq.XDocument.Load(stream);")]
    public Task On_the_resource_itself(string statement) => ExceptionCode.InMethod(
        $$"""
        var stream = [|File.Open(path, FileMode.OpenOrCreate)|];
        {{statement}}
        stream.Dispose();
        """);

    [Fact]
    public Task Opening_a_second_one() => ExceptionCode.InClass(
        """
        void M(string left, string right)
        {
            var first = [|File.OpenRead(left)|];
            var second = File.OpenRead(right);
            second.Dispose();
            first.Dispose();
        }
        """);

    [Fact]
    public Task Using_a_second_one() => ExceptionCode.InMethod(
        """
        var first = [|File.OpenRead(path)|];
        using (var second = File.OpenRead(path + "2"))
            Console.WriteLine(first.Length == second.Length);
        first.Dispose();
        """);

    [Fact]
    public Task Awaiting_input() => ExceptionCode.InAsyncMethod(
        """
        var stream = [|File.OpenRead(path)|];
        await stream.ReadExactlyAsync(new byte[1]);
        await stream.DisposeAsync();
        """);

    [Fact]
    public Task Only_asynchronously_disposable() => ExceptionCode.InAsyncMethod(
        """
        var resource = [|new AsyncResource()|];
        await given.FlushAsync();
        await resource.DisposeAsync();
        """);

    [Fact]
    public Task In_each_round_of_a_loop() => ExceptionCode.InClass(
        """
        void M(string[] paths)
        {
            for (int i = 0; i < paths.Length; i++)
            {
                var stream = [|File.OpenRead(paths[i])|];
                stream.ReadByte();
                stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task Evaluated_before_the_call_that_takes_it() => ExceptionCode.InClass(
        """
        static void Finish(Resource resource, int number) => resource.Dispose();

        void M(string path)
        {
            var resource = [|new Resource()|];
            Finish(resource, int.Parse(path));
        }
        """);

    [Fact]
    public Task Inside_a_lambda() => ExceptionCode.InMethod(
        """
        Func<string, int> read = name =>
        {
            var stream = [|File.OpenRead(name)|];
            int first = stream.ReadByte();
            stream.Dispose();
            return first;
        };
        Console.WriteLine(read);
        """);

    [Fact]
    public Task A_type_with_a_release_method_of_its_own() => ExceptionCode.InFile(
        """
        [MustRelease(nameof(Free))]
        class Block { public int Size { get; private set; } = 8; public void Free() => Size = 0; }
        class C
        {
            void M(Stream given)
            {
                var block = [|new Block()|];
                given.ReadByte();
                block.Free();
            }
        }
        """);

    [Theory]
    [InlineData("[|new System.IO.Pipes.NamedPipeServerStream(path)|]", "resource.WaitForConnection();")]
    [InlineData("[|new System.IO.Pipes.NamedPipeClientStream(path)|]", "resource.Connect();")]
    [InlineData("[|new FileStream(path, FileMode.Open)|]", "resource.Lock(0, 1);")]
    [InlineData("new System.Net.Security.SslStream([|File.OpenRead(path)|])", "resource.AuthenticateAsClient(path);")]
    public Task Of_what_one_kind_of_stream_alone_can_do(string creation, string statement) => ExceptionCode.InMethod(
        $$"""
        var resource = {{creation}};
        {{statement}}
        resource.Dispose();
        """);
}
