using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Contracts;

/// <summary>What types and members are said to do beyond owning and releasing.</summary>
public sealed class ContractFactsTests
{
    private const string Source =
        """
        using System;

        public class Block : IDisposable
        {
            public void Dispose() => Free();
            public void Free() { GC.KeepAlive(this); }
            public IntPtr Address() => default;
            public IntPtr At(byte[] buffer, int offset) => default;
            public int Size => 0;
        }

        public class BigBlock : Block { }

        public class CloseCallsDispose : IDisposable { public void Close() => Dispose(); public void Dispose() => GC.KeepAlive(this); }
        public class DisposeCallsClose : IDisposable { public void Close() => GC.KeepAlive(this); public void Dispose() { this.Close(); GC.SuppressFinalize(this); } }
        public class CloseThroughInterface : IDisposable { public void Close() { ((IDisposable)this).Dispose(); } void IDisposable.Dispose() => GC.KeepAlive(this); }
        public class CloseApart : IDisposable { public void Close() => GC.KeepAlive(1); public void Dispose() => GC.KeepAlive(2); }
        public class CloseOfAnother : IDisposable { private readonly Block _block = new(); public void Close() => _block.Dispose(); public void Dispose() => GC.KeepAlive(2); }
        public class SaysSo : IDisposable { [ResourceHygiene.Releases] public void Close() => GC.KeepAlive(1); public void Dispose() => GC.KeepAlive(2); }
        """;

    private static readonly CSharpCompilation Compilation = CSharpCompilation.Create(
        "Facts", [CSharpSyntaxTree.ParseText(Source)], [.. TestReferences.Net10, .. TestReferences.Runtime]);

    [Theory]
    [InlineData("System.IO.FileStream", true)]
    [InlineData("System.IO.StreamReader", true)]
    [InlineData("System.IO.BinaryWriter", true)]
    [InlineData("System.Net.Sockets.Socket", true)]
    [InlineData("System.Net.Sockets.TcpClient", true)]
    [InlineData("System.Xml.XmlReader", true)]
    [InlineData("System.Xml.XmlWriter", true)]
    [InlineData("System.Data.Common.DbDataReader", true)]
    [InlineData("Microsoft.Win32.SafeHandles.SafeFileHandle", true)]
    [InlineData("System.Data.Common.DbConnection", false)]
    [InlineData("System.Diagnostics.Process", false)]
    [InlineData("System.Net.Sockets.TcpListener", false)]
    [InlineData("System.Security.Cryptography.X509Certificates.X509Store", false)]
    [InlineData("CloseCallsDispose", true)]
    [InlineData("DisposeCallsClose", true)]
    [InlineData("CloseThroughInterface", true)]
    [InlineData("CloseApart", false)]
    [InlineData("CloseOfAnother", false)]
    [InlineData("SaysSo", true)]
    [InlineData("Block", false)]
    public void Close_is_final_where_it_is_known_to_be(string type, bool expected) =>
        Assert.Equal(expected, Traits(type).CloseIsFinal);

    [Fact]
    public void A_file_can_say_that_Close_is_final_or_that_it_is_not()
    {
        Assert.True(Traits("CloseApart", "M:CloseApart.Close releases").CloseIsFinal);
        Assert.False(Traits("CloseCallsDispose", "T:CloseCallsDispose reopens").CloseIsFinal);
    }

    [Fact]
    public void Once_holds_for_derived_types_too()
    {
        Assert.False(Traits("BigBlock").IsOnce);
        Assert.True(Traits("BigBlock", "T:Block once").IsOnce);
    }

    [Fact]
    public void A_line_that_says_nothing_of_a_tier_leaves_that_of_the_base()
    {
        Assert.Equal(ResourceTier.Critical, Traits("BigBlock", "T:Block tier critical\nT:BigBlock once").Tier);
    }

    [Theory]
    [InlineData("System.IO.MemoryStream", "ToArray")]
    [InlineData("System.IO.MemoryStream", "TryGetBuffer")]
    [InlineData("System.IO.FileStream", "CanRead")]
    [InlineData("System.IO.StringWriter", "GetStringBuilder")]
    [InlineData("System.Net.Http.HttpResponseMessage", "StatusCode")]
    [InlineData("System.Diagnostics.Activity", "Duration")]
    public void Some_members_are_usable_after_the_release(string type, string member) =>
        Assert.True(Declared().IsUsableAfterRelease(Member(type, member)));

    [Theory]
    [InlineData("System.IO.MemoryStream", "ReadByte")]
    [InlineData("System.IO.FileStream", "Length")]
    public void Most_members_are_not(string type, string member) =>
        Assert.False(Declared().IsUsableAfterRelease(Member(type, member)));

    [Theory]
    [InlineData("System.Text.Json.JsonDocument", "RootElement")]
    [InlineData("System.Buffers.IMemoryOwner`1", "Memory")]
    [InlineData("System.IO.UnmanagedMemoryStream", "PositionPointer")]
    [InlineData("System.Runtime.InteropServices.SafeHandle", "DangerousGetHandle")]
    [InlineData("System.Collections.Generic.List`1", "GetEnumerator")]
    [InlineData("System.Memory`1", "Span")]
    public void Some_results_look_into_their_object(string type, string member) =>
        Assert.True(Declared().IsView(Member(type, member)));

    [Fact]
    public void A_view_of_an_argument_names_it()
    {
        Assert.Equal("buffer", Declared("M:Block.At view buffer").Of((IMethodSymbol)Member("Block", "At")).View);
        Assert.Equal("this", Declared("M:Block.Address view").Of((IMethodSymbol)Member("Block", "Address")).View);
        Assert.False(Declared().Of((IMethodSymbol)Member("Block", "Address")).IsView);
    }

    [Fact]
    public void An_overload_without_the_named_parameter_is_no_view_of_it()
    {
        var overloads = Compilation.GetTypeByMetadataName("System.MemoryExtensions")!.GetMembers("AsSpan").OfType<IMethodSymbol>();

        Assert.All(overloads, static method => Assert.Equal(method.Parameters[0].Name, Declared().Of(method).View));
    }

    [Fact]
    public void Calls_that_never_throw_are_said_one_by_one_or_by_type()
    {
        Assert.True(Declared().NeverThrows(Member("System.Math", "Max")));
        Assert.True(Declared().Of((IMethodSymbol)Member("System.Object", "GetType")).NeverThrows);
        Assert.False(Declared().NeverThrows(Member("Block", "Size")));
        Assert.True(Declared("P:Block.Size nothrow").NeverThrows(Member("Block", "Size")));
    }

    [Fact]
    public void What_a_line_says_about_throwing_leaves_alone_what_another_says_about_owning()
    {
        MethodContract contract = Declared("M:Block.Address owned\nM:BigBlock.Address nothrow").Of((IMethodSymbol)Member("Block", "Address"));

        Assert.Equal(ResultRole.Owned, contract.Result);
        Assert.False(contract.NeverThrows);
    }

    [Theory]
    [InlineData("System.Buffers.ArrayPool`1", "Return", 0)]
    [InlineData("System.Runtime.InteropServices.Marshal", "FreeHGlobal", 0)]
    [InlineData("System.Runtime.InteropServices.Marshal", "FreeCoTaskMem", 0)]
    [InlineData("System.Runtime.InteropServices.Marshal", "FreeBSTR", 0)]
    [InlineData("System.Runtime.InteropServices.Marshal", "ZeroFreeBSTR", 0)]
    [InlineData("System.Runtime.InteropServices.NativeMemory", "Free", 0)]
    [InlineData("System.Runtime.InteropServices.NativeMemory", "AlignedFree", 0)]
    public void What_is_no_resource_by_type_can_be_released_by_a_method(string type, string member, int parameter) =>
        Assert.Equal(ParameterRole.Released, Declared().Of((IMethodSymbol)Member(type, member)).Parameters[parameter].Role);

    [Fact]
    public void A_handle_is_released_by_Free() =>
        Assert.Equal(ParameterRole.Released, Declared().Of((IMethodSymbol)Member("System.Runtime.InteropServices.GCHandle", "Free")).Receiver);

    private static ResourceTraits Traits(string type, string contracts = "") =>
        new Analyzers.Contracts.ResourceTypes(Compilation, Lookup(contracts)).TraitsOf(Compilation.GetTypeByMetadataName(type)!)!;

    private static DeclaredContracts Declared(string contracts = "") => new(Lookup(contracts));

    private static ContractLookup Lookup(string contracts)
    {
        var lines = ContractParser.Parse(contracts, out var errors);
        Assert.Empty(errors);
        return new ContractLookup(lines.IsEmpty ? null : new ContractIndex(lines));
    }

    private static ISymbol Member(string type, string name)
    {
        for (INamedTypeSymbol? current = Compilation.GetTypeByMetadataName(type); current is not null; current = current.BaseType)
        {
            if (current.GetMembers(name) is [var member, ..])
                return member;
        }

        throw new VerificationException($"{type} has no {name}.");
    }
}
