using ResourceHygiene.Analyzers.Rules.Owners;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2005;

/// <summary>Modules of TorchSharp: what a module registered and its native half go with the base class's Dispose, and with nothing else.</summary>
public sealed class Modules
{
    [Fact]
    public Task That_forget_the_base() => In("protected override void {|RH2005:Dispose|}(bool disposing) { if (disposing) _mask.Dispose(); }");

    [Fact]
    public Task That_forget_the_base_in_an_expression() => In("protected override void {|RH2005:Dispose|}(bool disposing) => _mask.Dispose();");

    [Fact]
    public Task That_dispose_their_children_by_hand() => In("protected override void {|RH2005:Dispose|}(bool disposing) { _head.Dispose(); _mask.Dispose(); }");

    [Fact]
    public Task That_leave_the_base_to_a_method_which_forgets_it() => In(
        """
        protected override void {|RH2005:Dispose|}(bool disposing) => Clean();
        private void Clean() => _mask.Dispose();
        """);

    [Fact]
    public Task That_are_layers_themselves() => InFile(
        """
        class Stack : torch.nn.Module
        {
            private readonly torch.Tensor _mask = torch.zeros(3);
            public Stack() : base("stack") { }
            protected override void {|RH2005:Dispose|}(bool disposing) { if (disposing) _mask.Dispose(); }
        }
        """);

    [Fact]
    public Task That_call_the_base() => In("protected override void Dispose(bool disposing) { if (disposing) _mask.Dispose(); base.Dispose(disposing); }");

    [Fact]
    public Task That_call_the_base_in_a_finally() => In("protected override void Dispose(bool disposing) { try { _mask.Dispose(); } finally { base.Dispose(disposing); } }");

    [Fact]
    public Task That_call_the_base_in_a_method() => In(
        """
        protected override void Dispose(bool disposing) => Clean(disposing);
        private void Clean(bool disposing) { _mask.Dispose(); base.Dispose(disposing); }
        """);

    [Fact]
    public Task That_do_not_override_it() => In("");

    [Fact]
    public Task That_are_not_to_be_disposed() => In("protected override void Dispose(bool disposing) { }");

    private static Task In(string members) => InFile(
        $$"""
        class Net : torch.nn.Module<torch.Tensor, torch.Tensor>
        {
            private readonly Linear _head = torch.nn.Linear(1, 2);
            private readonly torch.Tensor _mask = torch.zeros(3);
            public Net() : base("net") => RegisterComponents();
            public override torch.Tensor forward(torch.Tensor input) => _head.forward(input);
            {{members}}
        }
        """);

    private static Task InFile(string source) => new AnalyzerTest<OwnerAnalyzer>
    {
        Sources = { source, { "Usings.cs", "global using TorchSharp; global using TorchSharp.Modules;" } },
        References = { TestReferences.FromFile(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll")) },
        // What the class owns besides is another matter.
        EditorConfig = "[*.cs]\ndotnet_diagnostic.RH2001.severity = none\ndotnet_diagnostic.RH2004.severity = none",
    }.RunAsync();
}
