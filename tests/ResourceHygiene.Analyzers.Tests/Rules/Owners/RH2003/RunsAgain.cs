namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2003;

/// <summary>Setters, and methods of which everybody knows that they run many times.</summary>
public sealed class RunsAgain
{
    [Theory]
    [InlineData("public string Name { set { {|RH2003:_held|} = new Resource(); _held.Name = value; } }")]
    [InlineData("public void OnNext(string name) { {|RH2003:_held|} = new Resource(); }")]
    [InlineData("public void Render() { {|RH2003:_held|} = new Resource(); _held.Use(); }")]
    [InlineData("private void OnPaint(object sender) { var held = new Resource(); {|RH2003:_held|} = held; }")]
    public Task Without_a_look_at_the_old_value(string member) => Owner(member);

    [Theory]
    [InlineData("public string Name { set { _held?.Dispose(); _held = new Resource(); _held.Name = value; } }")]
    [InlineData("public string Name { set { if (_held != null) return; _held = new Resource { Name = value }; } }")]
    [InlineData("public string Name { init => _held = new Resource { Name = value }; }")]
    [InlineData("public Resource Held { get { return _held ??= new Resource(); } }")]
    [InlineData("public void OnNext(string name) { End(); _held = new Resource(); }")]
    [InlineData("public void Render() { if (_held is null) _held = new Resource(); _held.Use(); }")]
    [InlineData("public void OnReceived() { _held = new Resource(); }")]
    [InlineData("public void Once() { _held = new Resource(); }")]
    public Task Looked_after_or_run_once(string member) => Owner(member);

    private static Task Owner(string member) => OwnerCode.InFile(
        $$"""
        sealed class Owner : IDisposable
        {
            private Resource? _held;
            {{member}}
            private void End() { _held?.Dispose(); _held = null; }
            public void Dispose() => _held?.Dispose();
        }
        """);
}
