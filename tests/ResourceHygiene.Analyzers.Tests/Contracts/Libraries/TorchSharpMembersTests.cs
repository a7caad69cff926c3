using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Contracts.Libraries;

/// <summary>What the generated file says about TorchSharp's members, asked of declarations of the library.</summary>
public sealed class TorchSharpMembersTests
{
    private const string Tensor = "TorchSharp.torch+Tensor";
    private const string Module = "TorchSharp.torch+nn+Module";

    private static readonly CSharpCompilation Current = CSharpCompilation.Create(
        "Torch", references: [.. TestReferences.Net10, TestReferences.FromFile(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll"))]);

    private static readonly DeclaredContracts Declared = new(new ContractLookup(user: null, Current));

    [Theory]
    [InlineData(Tensor, "sum")]
    [InlineData(Tensor, "add")]
    [InlineData(Tensor, "matmul")]
    [InlineData(Tensor, "clone")]
    [InlineData(Tensor, "op_Addition")]
    [InlineData(Tensor, "op_Multiply")]
    [InlineData("TorchSharp.Scalar", "op_Implicit")]
    [InlineData("TorchSharp.torch", "zeros")]
    [InlineData("TorchSharp.torch", "cat")]
    [InlineData("TorchSharp.torch+nn+functional", "relu")]
    [InlineData("TorchSharp.torch+nn+Module`2", "forward")]
    [InlineData("TorchSharp.torch+nn+Module`2", "call")]
    public void A_new_handle_is_owned_and_needs_nothing(string type, string member) => Assert.All(Methods(Current, type, member), static method =>
    {
        Assert.Equal(ResultRole.Owned, Declared.Of(method).Result);
        Assert.True(Declared.IsDetached(method));
        Assert.Null(Declared.SharesWith(method));
    });

    [Theory]
    [InlineData(Tensor, "view", "this")]
    [InlineData(Tensor, "reshape", "this")]
    [InlineData(Tensor, "detach", "this")]
    [InlineData(Tensor, "alias", "this")]
    [InlineData(Tensor, "cuda", "this")]
    [InlineData(Tensor, "cpu", "this")]
    [InlineData(Tensor, "to", "this")]
    [InlineData(Tensor, "zero_", "this")]
    [InlineData(Tensor, "chunk", "this")]
    public void Another_handle_on_the_same_memory_is_owned_too(string type, string member, string of) => Assert.All(Methods(Current, type, member), method =>
    {
        Assert.Equal(ResultRole.Owned, Declared.Of(method).Result);
        Assert.Equal(of, Declared.SharesWith(method));
        Assert.True(Declared.IsDetached(method));
    });

    [Theory]
    [InlineData("TorchSharp.torch+Generator", "manual_seed")]
    [InlineData(Tensor, "add_")]
    [InlineData(Tensor, "mul_")]
    [InlineData(Tensor, "relu_")]
    [InlineData(Tensor, "requires_grad_")]
    [InlineData(Tensor, "MoveToOuterDisposeScope")]
    [InlineData(Tensor, "DetachFromDisposeScope")]
    [InlineData(Module, "apply")]
    public void What_returns_the_object_itself_owes_nothing(string type, string member) => Assert.All(Methods(Current, type, member), static method =>
    {
        Assert.Equal(ParameterRole.Aliased, Declared.Of(method).Receiver);
        Assert.NotEqual(ResultRole.Owned, Declared.Of(method).Result);
    });

    [Theory]
    [InlineData("0.100.5.0", ParameterRole.Unstated, ResultRole.Owned)]
    [InlineData("0.100.6.0", ParameterRole.Aliased, ResultRole.Unstated)]
    [InlineData("0.107.0.0", ParameterRole.Aliased, ResultRole.Unstated)]
    public void In_place_members_returned_new_handles_until_0_100_6(string version, object receiver, object result)
    {
        Compilation compilation = Old(version);
        MethodContract contract = new DeclaredContracts(new ContractLookup(user: null, compilation)).Of(Methods(compilation, Tensor, "add_")[0]);

        Assert.Equal(receiver, contract.Receiver);
        Assert.Equal(result, contract.Result);
    }

    [Fact]
    public void A_gradient_was_a_method_until_0_102_6()
    {
        Compilation compilation = Old("0.102.5.0");
        DeclaredContracts declared = new(new ContractLookup(user: null, compilation));

        Assert.Equal("this", declared.SharesWith(Methods(compilation, Tensor, "grad")[0]));
        Assert.Equal("this", Declared.SharesWith(Property(Tensor, "grad")));
        Assert.True(Declared.GivesOwned(Property(Tensor, "grad")));
        Assert.True(Declared.IsBorrowing(Property(Tensor, "grad")));
    }

    [Theory]
    [InlineData("T")]
    [InlineData("mT")]
    [InlineData("TensorItems")]
    public void Reading_some_properties_makes_a_handle(string name)
    {
        Assert.True(Declared.GivesOwned(Property(Tensor, name)));
        Assert.Equal("this", Declared.SharesWith(Property(Tensor, name)));
    }

    [Theory]
    [InlineData("TorchSharp.torch+nn", "Parameter", "data")]
    [InlineData("TorchSharp.Modules.Parameter", ".ctor", "data")]
    [InlineData("TorchSharp.TensorExtensionMethods", "AsParameter", "tensor")]
    [InlineData(Module, "register_parameter", "param")]
    [InlineData(Module, "register_module", "submodule")]
    [InlineData("TorchSharp.torch+nn", "Sequential", "modules")]
    public void Some_take_their_argument_over(string type, string member, string parameter) =>
        Assert.Contains(Methods(Current, type, member), method => RoleOf(method, parameter) == ParameterRole.Taken);

    [Theory]
    [InlineData(Module, "register_buffer", "tensor", "persistent")]
    [InlineData("TorchSharp.torch+utils+data", "DataLoader", "dataset", "disposeDataset")]
    public void Some_do_unless_told_otherwise(string type, string member, string parameter, string flag) => Assert.All(
        Methods(Current, type, member).SelectMany(static method => method.Parameters.Select(p => (method, p))).Where(pair => pair.p.Name == parameter),
        pair => Assert.Equal(new ParameterContract(ParameterRole.Taken, flag), Declared.Of(pair.method).Parameters[pair.p.Ordinal]));

    [Theory]
    [InlineData("parameters")]
    [InlineData("named_parameters")]
    [InlineData("named_modules")]
    [InlineData("state_dict")]
    public void What_a_module_shows_stays_its_own(string member) =>
        Assert.All(Methods(Current, Module, member), static method => Assert.Equal(ResultRole.Borrowed, Declared.Of(method).Result));

    [Theory]
    [InlineData("no_grad")]
    [InlineData("inference_mode")]
    [InlineData("NewDisposeScope")]
    public void A_guard_is_owned_and_left_to_the_rule_about_guards(string member) => Assert.All(Methods(Current, "TorchSharp.torch", member), static method =>
    {
        Assert.Equal(ResultRole.Owned, Declared.Of(method).Result);
        Assert.Equal(ResourceTier.None, Declared.Of(method).ResultTier);
    });

    [Fact]
    public void Moving_consumes_the_tensor_where_it_is_told_to()
    {
        MethodContract contract = Declared.Of(Methods(Current, Tensor, "to").First(static method => method.Parameters.Any(static parameter => parameter.Name == "disposeAfter")));

        Assert.Equal((ParameterRole.MayBeReleased, "disposeAfter", true), (contract.Receiver, contract.ReceiverFlag, contract.ReceiverFlagValue));
    }

    // What the version named, or one before it, looked like where it differs.
    private static CSharpCompilation Old(string version) => CSharpCompilation.Create("Torch", references:
    [
        .. TestReferences.Net10,
        DeclaredLibrary.Compile("TorchSharp", $$"""
            [assembly: System.Reflection.AssemblyVersion("{{version}}")]
            namespace TorchSharp { public static class torch { public class Tensor : IDisposable { public Tensor add_(float x) => throw null; public Tensor grad() => throw null; public void Dispose() { } } } }
            """),
    ]);

    private static ParameterRole RoleOf(IMethodSymbol method, string parameter) =>
        method.Parameters.FirstOrDefault(candidate => candidate.Name == parameter) is { } found ? Declared.Of(method).Parameters[found.Ordinal].Role : ParameterRole.Unstated;

    private static IMethodSymbol[] Methods(Compilation compilation, string type, string member)
    {
        IMethodSymbol[] methods = [.. compilation.GetTypeByMetadataName(type)!.GetMembers(member).OfType<IMethodSymbol>().Where(static method => method.DeclaredAccessibility != Accessibility.Private)];
        Assert.NotEmpty(methods);
        return methods;
    }

    private static IPropertySymbol Property(string type, string member) =>
        Current.GetTypeByMetadataName(type)!.GetMembers().OfType<IPropertySymbol>().First(property => property.MetadataName == member);
}
