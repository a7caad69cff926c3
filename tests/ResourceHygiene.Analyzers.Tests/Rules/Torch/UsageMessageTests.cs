using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Torch;

/// <summary>Messages say what goes wrong, where that is decided, and what to do, on one line.</summary>
public sealed class UsageMessageTests
{
    private const string LongName = "theTensorWithTheNormalisedEmbeddingsOfAllCustomersOfTheLastTwelveMonths";

    [Theory]
    [InlineData("RH5007", "void M() { torch.no_grad(); }", "'no_grad' is never disposed, so its effect on this thread never ends; declare it with 'using'")]
    [InlineData("RH5007", "void M() { var scope = torch.NewDisposeScope(); }", "'NewDisposeScope' is never disposed, so its effect on this thread never ends; declare it with 'using'")]
    [InlineData("RH5007", "async Task M() { using var scope = torch.NewDisposeScope(); await Task.Delay(1); }", "'NewDisposeScope' holds on one thread, but another may go on behind the 'await' on line 3; end it before, and open another one behind")]
    [InlineData("RH5007", "async Task M() { using var guard = torch.no_grad(); await Task.Delay(1); }", "'no_grad' holds on one thread, but another may go on behind the 'await' on line 3; end it before that")]
    [InlineData("RH5007", "IEnumerable<int> M() { using var guard = torch.no_grad(); yield return 1; }", "'no_grad' also holds for the caller at the 'yield return' on line 3; end it before that")]
    [InlineData("RH5007", "void M(Tensor x) { using var guard = torch.no_grad(); Parallel.For(0, 3, i => x.sum().Dispose()); }", "'no_grad' does not reach the threads of 'Parallel.For', which compute tensors on line 3; open one in there")]
    [InlineData("RH5007", "void M(Tensor x) { var guard = torch.no_grad(); x.sum().Dispose(); guard.Dispose(); }", "'no_grad' stays in force on this thread if anything throws before 'Dispose' on line 3; declare it with 'using'")]
    [InlineData("RH5010", "void M(Tensor x) { using var p = new Parameter(x); x.sum().Dispose(); }", "'x' is empty once 'Parameter' has taken its handle, but line 3 uses it afterwards; use the parameter, or give it 'x.alias()'")]
    [InlineData("RH5012", "void M(Linear model) { using var adam = torch.optim.Adam(model.parameters()); model.cuda(); adam.step(); }", "'Adam' keeps the parameters that 'model.cuda' on line 3 replaces, so its next step fails; move the model before creating it")]
    [InlineData("RH5013", "void M(DataLoader loader, List<Tensor> kept) { foreach (var batch in loader) kept.Add(batch[\"x\"]); }", "'batch[\"x\"]' is added to 'kept', but the loader disposes each batch at its next step; keep an 'alias()' or a 'clone()' of it")]
    [InlineData("RH5013", "void M(DataLoader loader) { var first = loader.First(); }", "'loader' is asked for batches that 'First' hands out, but the loader disposes each batch at its next step; use 'foreach', or 'disposeBatch: false'")]
    [InlineData("RH5014", "void M(Linear model, Tensor x) { model.eval(); using var y = model.forward(x); }", "'forward' evaluates 'model' with gradients on: each result keeps every activation alive; open 'torch.no_grad()' around it")]
    [InlineData("RH5015", "void M(Linear model) { model.weight.grad?.Dispose(); }", "'model.weight.grad' makes a new handle at each read, and this disposes that one only; call 'zero_grad()', or set it to null")]
    [InlineData("RH5015", "void M(Tensor x) { x.alias().Dispose(); }", "'x.alias()' makes a new handle at each call, and this disposes that one only; dispose the tensor itself")]
    [InlineData("RH5017", "void M(Tensor x) { using var y = x.sum(); GC.Collect(); }", "'GC.Collect' frees no module's native memory, and tensors only when their finalizers ran; dispose them, or open a 'torch.NewDisposeScope()'")]
    [InlineData("RH5018", "void M(Tensor x) { for (;;) x.mul_(2); }", "'2' becomes a new Scalar in each round of the loop on line 3, left to the finalizer; create it once, before the loop")]
    public async Task The_rules_say_this(string id, string member, string message)
    {
        Diagnostic told = Assert.Single(await DiagnosticsOf($"class C\n{{\n{member}\n}}"), diagnostic => diagnostic.Id == id);

        Assert.Equal(message, told.GetMessage(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("RH5011", "RegisterComponents(); _head = Linear(1, 2);", "'_head' is set after 'RegisterComponents' ran on line 4, so the module neither moves nor disposes it; set it before")]
    [InlineData("RH5011", "register_buffer(\"mask\", torch.zeros(3), false);", "'torch.zeros(3)' is a buffer that is not persistent, so the module neither moves nor disposes it; move and dispose it where the module is")]
    [InlineData("RH5011", "_layers.Add(Linear(1, 2));", "'_layers' is a plain collection of modules, so the module neither moves nor disposes it; use a ModuleList, or register each")]
    public async Task Of_a_module_they_say_this(string id, string statements, string message)
    {
        ImmutableArray<Diagnostic> reported = await DiagnosticsOf(
            $$"""
            class Net : Module<Tensor, Tensor>
            {
                private readonly List<Linear> _layers = new(); private Linear? _head;
                public Net() : base("net") { {{statements}} }
                public override Tensor forward(Tensor input) => _head is null ? input.alias() : _head.forward(input);
            }
            """);

        Assert.Equal(message, Assert.Single(reported, diagnostic => diagnostic.Id == id).GetMessage(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("void M(Tensor X) { using var p = new Parameter(X); X.sum().Dispose(); }")]
    [InlineData("void M(Linear X) { using var adam = torch.optim.Adam(X.parameters()); X.cuda(); adam.step(); }")]
    [InlineData("void M(DataLoader loader, List<Tensor> X) { foreach (var batch in loader) X.Add(batch[\"theTensorWithTheNormalisedEmbeddingsOfAllCustomersOfTheLastTwelveMonths\"]); }")]
    [InlineData("void M(DataLoader X) { var first = X.FirstOrDefault(); }")]
    [InlineData("void M(Linear X, Tensor x) { X.eval(); using var y = X.forward(x); }")]
    [InlineData("void M(Tensor X) { X.alias().Dispose(); }")]
    [InlineData("void M(Tensor x, float X) { for (;;) x.mul_(X); }")]
    public async Task However_long_the_names_are(string member)
    {
        foreach (Diagnostic diagnostic in await DiagnosticsOf($"class C {{ {member.Replace("X", LongName, StringComparison.Ordinal)} }}"))
        {
            string message = diagnostic.GetMessage(CultureInfo.InvariantCulture);
            Assert.True(message.Length <= 160, $"{diagnostic.Id}, {message.Length} characters: {message}");
        }
    }

    [Theory]
    [InlineData("RH5007", "void M() { torch.no_grad(); }", "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH5007", "void M() { torch.no_grad(); }", "ci", DiagnosticSeverity.Error)]
    [InlineData("RH5015", "void M(Tensor x) { x.alias().Dispose(); }", "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH5014", "void M(Linear model, Tensor x) { model.eval(); using var y = model.forward(x); }", "recommended", DiagnosticSeverity.Info)]
    [InlineData("RH5014", "void M(Linear model, Tensor x) { model.eval(); for (;;) { using var y = model.forward(x); } }", "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH5018", "void M(Tensor x) { for (;;) x.mul_(2); }", "recommended", DiagnosticSeverity.Info)]
    [InlineData("RH5018", "void M(Tensor x) { for (;;) x.mul_(2); }", "audit", DiagnosticSeverity.Warning)]
    [InlineData("RH5017", "void M(Tensor x) { using var y = x.sum(); GC.Collect(); }", "ci", DiagnosticSeverity.Info)]
    public async Task Their_severity_depends_on_the_mode(string id, string member, string mode, DiagnosticSeverity expected) =>
        Assert.Equal(expected, Assert.Single(await DiagnosticsOf($"class C\n{{\n{member}\n}}", mode), diagnostic => diagnostic.Id == id).Severity);

    [Theory]
    [InlineData("void M() { torch.no_grad(); }")]
    [InlineData("void M() { var guard = torch.inference_mode(); }")]
    [InlineData("void M() { torch.NewDisposeScope(); }")]
    [InlineData("void M() { var scope = torch.NewDisposeScope(); }")]
    [InlineData("async Task M() { using var scope = torch.NewDisposeScope(); await Task.Delay(1); }")]
    [InlineData("IEnumerable<int> M() { using var scope = torch.NewDisposeScope(); yield return 1; }")]
    [InlineData("void M(Tensor x) { var guard = torch.no_grad(); var y = x.item<float>(); guard.Dispose(); }")]
    [InlineData("void M(Tensor x) { var scope = torch.NewDisposeScope(); var y = x.sum(); scope.Dispose(); }")]
    [InlineData("void M(Linear model) { model.weight.grad?.Dispose(); }")]
    [InlineData("void M(Tensor x) { for (;;) x.mul_(2); }")]
    public async Task What_one_rule_says_no_other_repeats(string member) =>
        Assert.Single((await DiagnosticsOf($"class C\n{{\n{member}\n}}")).Select(static diagnostic => diagnostic.Id).Distinct());

    [Fact]
    public async Task They_are_silent_where_the_library_is_not_referenced()
    {
        (ImmutableArray<Diagnostic> diagnostics, _) = await ProductAnalyzers.RunAsync(
            Compile("class C { static System.IDisposable no_grad() => null!; void M() { no_grad(); } }", withTorch: false), ProductAnalyzers.All, "audit");

        Assert.DoesNotContain(diagnostics, static diagnostic => diagnostic.Id.StartsWith("RH5", StringComparison.Ordinal));
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsOf(string source, string mode = "recommended")
    {
        CSharpCompilation compilation = Compile(source, withTorch: true);
        Assert.Empty(compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        (ImmutableArray<Diagnostic> diagnostics, IReadOnlyCollection<Exception> exceptions) = await ProductAnalyzers.RunAsync(compilation, ProductAnalyzers.All, mode);
        Assert.Empty(exceptions);
        return [.. diagnostics.Where(static diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden)];
    }

    private static CSharpCompilation Compile(string source, bool withTorch)
    {
        const string Usings = "global using System; global using System.Collections.Generic; global using System.Linq; global using System.Threading.Tasks;";
        return CSharpCompilation.Create(
            "Example",
            (withTorch ? new[] { source, Usings, TorchCode.Usings } : [source]).Select(static text => CSharpSyntaxTree.ParseText(text)),
            withTorch ? TestReferences.Net10.Add(TestReferences.FromFile(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll"))) : TestReferences.Net10,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }
}
