using ResourceHygiene.Testing;
using ResourceHygiene.TorchSharpContracts;

namespace ResourceHygiene.Analyzers.Tests.Contracts.Libraries;

/// <summary>
/// The contract file about TorchSharp's members is what the tables in eng/TorchSharpContracts make.
/// <c>RH_UPDATE_SNAPSHOTS=1</c> writes it.
/// </summary>
public sealed class TorchSharpTableTests
{
    private const string Members = "owner,member,kind,returns,params\n";

    [Fact]
    public void The_file_about_members_is_made_of_the_tables()
    {
        string file = RepositoryPaths.Combine("src", "Analyzers", "ResourceHygiene.Analyzers", "Contracts", "BuiltIn", "torchsharp.members.contracts.txt");
        string actual = new ContractTable(Table("members.csv"), Table("in-place.txt"), Table("statements.txt")).Write();

        if (Environment.GetEnvironmentVariable("RH_UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(file, actual);

        Assert.True(File.ReadAllText(file) == actual, "The tables say something else. Run the test with RH_UPDATE_SNAPSHOTS=1 and look at what changed.");
    }

    [Fact]
    public void What_returns_a_tensor_gives_its_caller_something_new() =>
        Assert.EndsWith("M:TorchSharp.torch.Tensor.sum  owned; detached\n", Write("\"TorchSharp.torch+Tensor\",\"sum\",method,\"Tensor\",\"\"\n"), StringComparison.Ordinal);

    [Fact]
    public void What_works_in_place_depends_on_the_version()
    {
        string text = Write("\"TorchSharp.torch+Tensor\",\"add_\",method,\"Tensor\",\"Scalar scalar\"\n\"TorchSharp.torch\",\"add_\",method,\"Tensor\",\"Tensor left; Tensor right\"\n", inPlace: "[same object]\nadd_\n");

        Assert.Contains("M:TorchSharp.torch.Tensor.add_ @ TorchSharp >= 0.100.6  alias this\n", text, StringComparison.Ordinal);
        Assert.Contains("M:TorchSharp.torch.Tensor.add_ @ TorchSharp < 0.100.6  owned; shares this\n", text, StringComparison.Ordinal);
        Assert.Contains("M:TorchSharp.torch.add_ @ TorchSharp >= 0.100.6  alias left\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_getter_is_a_property() =>
        Assert.Contains("P:TorchSharp.torch.Tensor.T  owned; shares this\n", Write("\"TorchSharp.torch+Tensor\",\"get_T\",method,\"Tensor\",\"\"\n", "P:TorchSharp.*.T = owned; shares this\n"), StringComparison.Ordinal);

    [Fact]
    public void The_first_statement_that_fits_counts() =>
        Assert.Contains("M:TorchSharp.X.make  borrowed\n", Write("\"TorchSharp.X\",\"make\",method,\"Module\",\"\"\n", "M:TorchSharp.X.{make,other} = borrowed\n+M:TorchSharp.Y.z = owned\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"TorchSharp.X\",\"things\",method,\"IEnumerable<Thing>\",\"\"\n", "", "nothing is stated about 'M:TorchSharp.X.things', which returns IEnumerable<Thing>")]
    [InlineData("\"TorchSharp.X\",\"make\",method,\"Thing\",\"Thing given\"\n", "M:TorchSharp.X.make = takes taken\n", "'M:TorchSharp.X.make' has no parameter 'taken'")]
    [InlineData("", "M:TorchSharp.X.gone = owned\n", "no member fits 'M:TorchSharp.X.gone'")]
    public void What_is_left_undecided_or_decided_in_vain_is_an_error(string members, string statements, string expected) =>
        Assert.Equal(expected, Assert.Throws<InvalidDataException>(() => Write(members, statements)).Message);

    private static string Write(string members, string statements = "", string inPlace = "") => new ContractTable(Members + members, inPlace, statements).Write();

    private static string Table(string name) => File.ReadAllText(RepositoryPaths.Combine("eng", "TorchSharpContracts", name));
}
