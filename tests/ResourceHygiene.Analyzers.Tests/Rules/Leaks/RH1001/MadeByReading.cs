namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>Properties that make something new each time they are read: it belongs to who reads them.</summary>
public sealed class MadeByReading
{
    [Theory]
    [InlineData("public Resource Message => new Resource();")]
    [InlineData("public Resource Message => new();")]
    [InlineData("public Resource Message { get { var made = new Resource(); made.Use(); return made; } }")]
    [InlineData("public Resource Message { get => Make(); } private static Resource Make() => new Resource();")]
    [InlineData("public Resource? Message => IsOpen ? new Resource() : null; public bool IsOpen { get; set; }")]
    public Task Held_by_a_variable(string property) => InFile(property, "var message = [|request.Message|]; message?.Use();");

    [Theory]
    [InlineData("{|RH1004:request.Message|}.Use();")]
    [InlineData("_ = {|RH1004:request.Message|};")]
    [InlineData("Resource message; message = [|request.Message|]; message.Use();")]
    public Task Read_and_lost(string statements) => InFile("public Resource Message => new Resource();", statements);

    [Fact]
    public Task Forgotten_on_one_path() => InFile(
        "public Resource Message => new Resource();",
        "var message = {|RH1002:request.Message|}; if (message.Name == path) return; message.Dispose();");

    [Theory]
    [InlineData("using var message = request.Message;")]
    [InlineData("using (request.Message) { }")]
    [InlineData("request.Message.Dispose();")]
    [InlineData("var message = request.Message; try { message.Use(); } finally { message.Dispose(); }")]
    [InlineData("Keep(request.Message);")]
    [InlineData("string name = nameof(request.Message);")]
    public Task Released_or_handed_on(string statements) => InFile("public Resource Message => new Resource();", statements);

    [Theory]
    [InlineData("public Resource Message { get; } = new Resource();")]
    [InlineData("private Resource? _message; public Resource Message => _message ??= new Resource();")]
    [InlineData("private Resource? _message; public Resource Message { get { if (_message == null) _message = new Resource(); return _message; } }")]
    [InlineData("private Resource? _message; public Resource Message => _message ?? (_message = new Resource());")]
    [InlineData("private Resource? _message; public Resource Message => _message ?? new Resource();")]
    [InlineData("private readonly List<Resource> _all = new(); public Resource Message { get { var made = new Resource(); _all.Add(made); return made; } }")]
    [InlineData("private readonly Lazy<Resource> _message = new(() => new Resource()); public Resource Message => _message.Value;")]
    [InlineData("private static Resource Make(Request request) => s_one; private static readonly Resource s_one = new(); public Resource Message => Make(this);")]
    [InlineData("public virtual Resource Message => new Resource();")]
    public Task Kept_by_its_object_or_not_certain_to_be_new(string property) => InFile(property, "var message = request.Message; message.Use();");

    [Fact]
    public Task Set_and_not_read() => InFile("public Resource Message { get => new Resource(); set => value.Use(); }", "request.Message = s_shared;");

    private static Task InFile(string property, string statements) => LeakCode.InFile(
        $$"""
        class Request
        {
            {{property}}
        }

        class C
        {
            private static readonly Resource s_shared = new();
            private static readonly List<Resource> s_kept = new();
            private static void Keep(Resource resource) => s_kept.Add(resource);
            void M(Request request, string path)
            {
                {{statements}}
            }
        }
        """);
}
