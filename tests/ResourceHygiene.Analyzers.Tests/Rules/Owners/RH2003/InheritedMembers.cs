namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2003;

/// <summary>A class gives a member of its base class another value: what the base class put there is lost.</summary>
public sealed class InheritedMembers
{
    private const string Held = "protected Resource _held = new(); public virtual void Dispose() => _held.Dispose();";
    private const string Made = "protected Resource? _held; public Root() { _held = new Resource(); } protected void End() { _held?.Dispose(); _held = null; } public virtual void Dispose() { End(); }";

    [Theory]
    [InlineData(Held, "public Derived() { {|RH2003:_held|} = new Resource { Name = \"derived\" }; }")]
    [InlineData(Held, "public void Set() => {|RH2003:_held|} = new Resource();")]
    [InlineData(Held, "public void Set() { {|RH2003:this._held|} = new Resource(); }")]
    [InlineData(Made, "public void Reopen() { {|RH2003:_held|} = new Resource(); }")]
    [InlineData("protected Resource Held { get; set; } = new(); public virtual void Dispose() => Held.Dispose();", "public Derived() { {|RH2003:Held|} = new Resource(); }")]
    public Task Overwritten(string members, string derived) => InDerived(members, derived);

    [Theory]
    [InlineData(Held, "public Derived() { _held.Dispose(); _held = new Resource(); }")]
    [InlineData(Held, "public void Set() { var old = _held; _held = new Resource(); old.Dispose(); }")]
    [InlineData(Held, "public override void Dispose() { base.Dispose(); _held = null!; }")]
    [InlineData(Made, "public void Reopen() { End(); _held = new Resource(); }")]
    [InlineData(Made, "public void Reopen() { _held?.Dispose(); _held = new Resource(); }")]
    [InlineData(Made, "public void Once() { _held = new Resource(); }")]
    public Task Released_first(string members, string derived) => InDerived(members, derived);

    [Theory]
    [InlineData("protected Resource? _held; public virtual void Dispose() => _held?.Dispose();", "public Derived() { _held = new Resource(); }")]
    [InlineData("protected Resource? _held; public Root() { } protected Root(Resource held) { _held = held; } public virtual void Dispose() => _held?.Dispose();", "public Derived() { _held = new Resource(); }")]
    [InlineData("private static readonly Resource s_shared = new(); protected Resource _held = s_shared; public virtual void Dispose() { }", "public Derived() { _held = new Resource(); }")]
    [InlineData(Held, "public Derived(Resource given) { _held.Dispose(); _held = given; }")]
    [InlineData(Held, "private new Resource _held = new(); public Derived() { Use(_held); } private static void Use(Resource one) { one.Use(); } public override void Dispose() { base.Dispose(); _held.Dispose(); }")]
    public Task Nothing_was_there_or_it_is_another_member(string members, string derived) => InDerived(members, derived);

    [Theory]
    [InlineData("protected void Drop() => _held.Dispose();", "public void Set() { Drop(); _held = new Resource(); }")]
    [InlineData("protected void Again() { _held.Dispose(); Make(); } protected virtual void Make() { }", "protected override void Make() { _held = new Resource(); }")]
    [InlineData("protected void Drop() => Console.WriteLine();", "public void Set() { Drop(); {|RH2003:_held|} = new Resource(); }")]
    [InlineData("protected void Again() { Console.WriteLine(); Make(); } protected virtual void Make() { }", "protected override void Make() { {|RH2003:_held|} = new Resource(); }")]
    public Task A_class_between_them(string between, string derived) =>
        OwnerCode.InFile($"class Root : IDisposable {{ {Held} }}\nclass Middle : Root {{ {between} }}\nsealed class Derived : Middle {{ {derived} }}");

    [Theory]
    [InlineData("public void Again() { _held.Dispose(); Make(); } protected virtual void Make() { }", "protected override void Make() { _held = new Resource(); }")]
    [InlineData("public void Again() { Make(); } protected virtual void Make() { }", "protected override void Make() { {|RH2003:_held|} = new Resource(); }")]
    public Task The_base_class_calls_what_sets_it(string members, string derived) => InDerived(Held + members, derived);

    [Fact]
    public Task Nested_in_its_base() => OwnerCode.InFile($"class Root : IDisposable {{ {Held} sealed class Derived : Root {{ public void Set() {{ {{|RH2003:_held|}} = new Resource(); }} }} }}");

    private static Task InDerived(string members, string derived) => OwnerCode.InFile($"class Root : IDisposable {{ {members} }}\nsealed class Derived : Root {{ {derived} }}");
}
