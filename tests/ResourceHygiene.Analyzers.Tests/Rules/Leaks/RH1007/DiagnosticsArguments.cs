namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1007;

/// <summary>A resource waits in an argument while a later argument is computed.</summary>
public sealed class DiagnosticsArguments
{
    [Fact]
    public Task A_parsed_mode_beside_the_wrapped_stream() => TemporaryCode.InMethod(
        "using var zip = new GZipStream({|RH1007:File.OpenRead(path)|}, Enum.Parse<CompressionMode>(path));");

    [Fact]
    public Task A_loaded_file_beside_a_connection() => TemporaryCode.InMethod(
        "using var session = new Session({|RH1007:Connect()|}, Load(path));");

    [Fact]
    public Task Two_files_one_after_the_other() => TemporaryCode.InMethod(
        "using var pair = new Pair({|RH1007:File.OpenRead(path)|}, File.OpenRead(path + \".index\"));");

    [Fact]
    public Task Each_of_two_resources_before_the_throwing_argument() => TemporaryCode.InMethod(
        "using var three = new Three({|RH1007:new Resource()|}, {|RH1007:new Resource()|}, Load(path));");

    [Fact]
    public Task The_innermost_of_nested_wrappers_speaks_for_all() => TemporaryCode.InMethod(
        "using var session = new Session(new BufferedStream({|RH1007:File.OpenRead(path)|}), Load(path));");

    [Fact]
    public Task Named_arguments_count_in_the_order_they_are_written() => TemporaryCode.InMethod(
        "using var session = new Session(connection: {|RH1007:Connect()|}, settings: Load(path));");

    [Fact]
    public Task An_argument_of_a_base_constructor() => TemporaryCode.InFile(
        """
        class Derived : Session
        {
            public Derived(string path) : base({|RH1007:File.OpenRead(path)|}, File.ReadAllText(path)) { }
        }
        """);

    [Fact]
    public Task A_factory_that_wraps() => TemporaryCode.InClass(
        """
        private static Session Wrap(Stream stream, string settings) => new Session(stream, settings);
        Session M(string path) => Wrap({|RH1007:File.OpenRead(path)|}, File.ReadAllText(path));
        """);

    [Fact]
    public Task A_method_that_takes_ownership() => TemporaryCode.InClass(
        """
        private static void Keep([TakesOwnership] Stream stream, int size) { }
        void M(string path) => Keep({|RH1007:File.OpenRead(path)|}, int.Parse(path));
        """);

    [Fact]
    public Task A_method_that_releases_never_gets_to_run() => TemporaryCode.InClass(
        """
        private static void Drain(Stream stream, int size) => stream.Dispose();
        void M(string path) => Drain({|RH1007:File.OpenRead(path)|}, int.Parse(path));
        """);

    [Fact]
    public Task An_awaited_argument() => TemporaryCode.InAsyncMethod(
        "using var session = new Session({|RH1007:File.OpenRead(path)|}, await File.ReadAllTextAsync(path));");

    [Fact]
    public Task A_resource_that_was_awaited_itself() => TemporaryCode.InClass(
        """
        private static async Task<Stream> OpenAsync(string path) { await Task.Yield(); return File.OpenRead(path); }
        async Task<Session> M(string path) => new Session(await {|RH1007:OpenAsync(path)|}, File.ReadAllText(path));
        """);

    [Fact]
    public Task A_throw_expression() => TemporaryCode.InMethod(
        "using var session = new Session({|RH1007:Connect()|}, path ?? throw new InvalidOperationException());");

    [Fact]
    public Task A_conditional_resource() => TemporaryCode.InMethod(
        "using var session = new Session(flag ? {|RH1007:File.OpenRead(path)|} : given, Load(path));");

    [Fact]
    public Task The_elements_of_a_tuple() => TemporaryCode.InClass(
        "(Stream, int) M(string path) => ({|RH1007:File.OpenRead(path)|}, int.Parse(path));");

    [Fact]
    public Task A_deconstruction_of_two_acquisitions() => TemporaryCode.InMethod(
        """
        var (first, second) = ({|RH1007:File.OpenRead(path)|}, File.OpenRead(path + "2"));
        first.Dispose();
        second.Dispose();
        """);

    [Fact]
    public Task The_elements_of_an_array() => TemporaryCode.InClass(
        "Stream[] M(string path) => new[] { {|RH1007:File.OpenRead(path)|}, File.OpenRead(path + \"2\") };");

    [Fact]
    public Task The_elements_of_a_collection_expression() => TemporaryCode.InClass(
        "Stream[] M(string path) => [{|RH1007:File.OpenRead(path)|}, File.OpenRead(path + \"2\")];");

    [Fact]
    public Task A_delegate_that_computes_the_argument() => TemporaryCode.InClass(
        "Session M(Func<string> settings) => new Session({|RH1007:new Resource()|}, settings());");
}
